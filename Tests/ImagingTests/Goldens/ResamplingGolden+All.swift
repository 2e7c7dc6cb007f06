import Imaging

// Written by Scripts/goldens-imaging with Pillow 13.0.0, NumPy 2.4.6, SciPy 1.17.1.

extension ResamplingGolden {
  /// Pillow's `resize` of the 23×17 drawing: of its RGB samples, and of its first
  /// channel in mode F, divided by 255.
  static let all = [
    ResamplingGolden(
      width: 9, height: 7, filter: .nearest,
      box: Rectangle(x: 0, y: 0, width: 23, height: 17),
      samples: """
        HTxbPVx7bYyrjazLvdz77QwrDSxLpMPixOMCSWiHjazLWnmYnr3cBCNC0fAPFTRT4gEgJkVki6rJbIuqiqnIBCNC
        IkFgQF9+IUBfP159ID9et9b1vNv6EC9OFTRT0O8OJENiKUhnfZy7gqHA4wIhDCtK/Rw7JkVkFzZVCCdGMVBvIkFg
        S2qJJURj6wopLUxr8xIxNVRzd5a1PVx7f569RWSDUXCPO1p5GjlYBCNCfJu6W3qZRWSDvdz7p8bl
        """,
      values: """
        6ejoPfX0dD7b2to+jo0NP769PT/u7W0/0dBQPaWkJD/FxEQ/k5KSPo6NDT+1tLQ+n54eP4GAgDzS0VE/qaioPePi
        Yj+ZmBg+jIsLP9nY2D6Ligo/gYCAPImICD6BgIA+hYQEPv38fD6BgAA+uLc3P728PD+BgIA9qaioPdHQUD+RkBA+
        paQkPvv6+j6DggI/5ONjP8HAQD3+/X0/mZgYPrm4uD2BgAA9xcREPomICD6XlpY+lZQUPuzraz+1tDQ+9PNzP9XU
        VD7v7u4+9fR0Pv/+/j6Lioo+o6KiPu3sbD7R0NA9gYCAPPn4+D63trY+i4qKPr69PT+opyc/
        """),
    ResamplingGolden(
      width: 9, height: 7, filter: .bilinear,
      box: Rectangle(x: 0, y: 0, width: 23, height: 17),
      samples: """
        HDtaQF99ZYCRe4abjaqjsY9UeWyHnLazqLBzTm2KkrGmnLOQrIyVioqItqFghmp0koVza1BWf5SZqrSNp615j3h/
        j2tngF9cgGlXZ1lbc0FgjpWYk4eKiI1tc4BSi25Oc3NQdn5OWGhvXWaFqndvfXlTimpUdk5OdlFcYV1uW1NyXGiH
        bo2samp8g1s+ZlFhY05tU1p5Zn2cSWaEdJOue5q5cpF1WFx5Tlh2TWqJX36dXn2cU3J+rcyCq8qU
        """,
      values: """
        suHjPZdZfz7yuMo+qdv1PucSDT/T8zE/pgzzPh58HD8fIyk/nJubPtxtEj+UAR0/IBItP+D0CT+yTzc/JDUGP4mC
        Ej/tRdc+T07+Pma6Kj9opSc/8gYPP/dzDz/CDgE/3+8AP/a+zT7PbOU+S7UOP97xEz8WYQg/Xs7mPiR9Cz/8/Oc+
        l3ftPnxerz6P57o+XYQqPyIQ+j4i6Ao/av/sPgqh7T7PzcI+5Xq3PrGctz4FJNw+jijUPimKAz/rtM0+LwTHPvkM
        pz6Gq8w+hEiTPoHv5z7Gpvc+QrzkPtTmrz57Mpw+fd6aPt2PvT52rrw+YZmnPiuOLT8mGyw/
        """),
    ResamplingGolden(
      width: 9, height: 7, filter: .bicubic,
      box: Rectangle(x: 0, y: 0, width: 23, height: 17),
      samples: """
        FTRTOVh7Yn6RdoKcirCqtY5MdGWKnb+/rbdxRmeLmbuwob2OtoqUhIyPv6tYiWN3lY9yZEZOfZObsLyOqLB2jXeD
        j2difFhciXBUYFVZczxhjZeZmYSOipBvbYVOkGdPcXNPgIlGT2NuWmOEsnlxeHpQimpQd0ZJelFZXV1uXExyWWWF
        b5OyZGiDiFcxZE5hYUpuTlZ3aYOjQmOBc5S3epnAdZl0VFd+TFd2SmyLYIOiXn2fTGt7uNd9r86R
        """,
      values: """
        /RSrPZ1UYz5MhMQ+TA3tPryYCj8T9DU/MdrpPlDSHT9IOC0/JsGNPlGdGT+YKSI/aaM2P8iWBD9Hoz8/7cAJP8l1
        FT9w4sk+qND6PtqHMD8h6ig/PPYMP+KODz/djfc+irYJP4LLwD40Dec+AcANP5+NGT/JzAo/XljbPnRmED8UE+I+
        DmUAP6NAnT4lFrU+2yIzP5Zw8D7BwQo/WWvvPiC+9D7Cb7s+iM+4Pt2fsj7/kN4+xPzHPvN7CD8rp8g+tTvDPm9O
        nT5cn9M+O7aDPr+U5z6wt/U+Er/pPvkjqD6N1pk+N9mUPvcxwT5eY7w+2jKZPq9rOD8Z9i8/
        """),
    ResamplingGolden(
      width: 9, height: 7, filter: .lanczos,
      box: Rectangle(x: 0, y: 0, width: 23, height: 17),
      samples: """
        FDJQNlV9Yn2Pc3+diLSuuI5FcV+Mn8XErrduRGWMnL+3p8KNvYmRgpSawqhOkGB5lZd5Yj5CfZObtL+No7ByjHiG
        jGVgeFFbjndUWlRZcjZlipaXnX+RjJNuaIdLlGRQbXVPgotCT2JsV2KGtnpweXxPiW1SekFGfE9WWmFvXUZ0WWF/
        bpizYWSFhVInY09iX0dwTFZ2bYWmQWSAcJO8e5jHcZx2VFSEUFh0R26MYoakXn6hSmh4u9p8r8+S
        """,
      values: """
        nHacPa4pWD5WssU+uarmPkFiCD/r5Dg/AZ/iPgIfHz84CC8/uzqJPltbHD+hBCc/xcg9P0TrAT9lBUM/6KcQP6uo
        FT81L8U+sqX7PhG3ND+K3iM/xzgMPyjpDD/oKvA+Jw8PP92ytD6IY+U+980KP6CGHT/miAw/aGvQPrpCFT/fGds+
        kvwBP4opnj4B568+EsI2PxM08z5MGgk/2fT0Ps/69z7HlLU+4rq6PloBsz7CdNw+cOXDPuXZBT8PDcc+4Ze/PvG0
        mD7+Nts+g2uCPqbI4D7H1fY+4VrjPoiypz7tTaI+q3COPit1xT7Swrs+Hz+UPj9PPD+9WzA/
        """),
    ResamplingGolden(
      width: 8, height: 23, filter: .nearest,
      box: Rectangle(x: 0, y: 0, width: 23, height: 17),
      samples: """
        ByZFHDtaMVBvRmWEVHOSaYinfp28k7LRHTxbTWyLfZy7rczrzewL/Rw7lLPSxOMCHTxbTWyLfZy7rczrzewL/Rw7
        lLPSxOMCM1Jxfp28yegHe5q5rczr+Bc2qsno9RQzSWiHr87tfJu64gEgjazL8xIxwN/+JkVkX36d4P8eyOcGsM/u
        BiVE7g0s1vUUV3aVX36d4P8eyOcGsM/uBiVE7g0s1vUUV3aVdZSzeJe2e5q5FzZV5gUk6Qgn7Asq7w4ti6rJqcjn
        x+YF5QQjxuUE5AMiAiFAID9eocDf2vkYEzJRs9LxP1593/4dGDdWUXCPocDf2vkYEzJRs9LxP1593/4dGDdWUXCP
        t9b1CypJxuUEGjlYHz5d2vkYLk1sgqHAzewLo8LhEjFQ6Acm/x49bo2sRGOCGjlYzewLo8LhEjFQ6Acm/x49bo2s
        RGOCGjlY4wIh1PMSxeQDT26N3/4daYinWnmYS2qJ+Rg3BSRDETBPHTxbWHeWZIOicI+ufJu6Dy5NNlV0XXyb6wop
        OFd2X36dhqXErczrDy5NNlV0XXyb6wopOFd2X36dhqXErczrJURjzu0MEC9OUnGQGDdWWnmYnLvaRWSDO1p5/x49
        XHuaID9ekbDPVXSTstHwdpW0UXCPME9uDy5Nh6bFcZCvUG+OyOcGp8blUXCPME9uDy5Nh6bFcZCvUG+OyOcGp8bl
        Z4alYYCfW3qZVXSTUXCPS2qJ3v0c2PcW
        """,
      values: """
        4eDgPOHg4D3FxEQ+jYyMPqmoqD7T0tI+/fz8PpSTEz/p6Og9m5qaPvv6+j6urS0/zs1NP/79fT+VlBQ/xcREP+no
        6D2bmpo++/r6Pq6tLT/OzU0//v19P5WUFD/FxEQ/zcxMPv38/D7KyUk/9/b2Pq6tLT/5+Hg/q6oqP/b1dT+TkpI+
        sK8vP/n4+D7j4mI/jo0NP/Tzcz/BwEA/mZgYPr++vj7h4GA/ychIP7GwMD/BwMA87+5uP9fWVj+vrq4+v76+PuHg
        YD/JyEg/sbAwP8HAwDzv7m4/19ZWP6+urj7r6uo+8fDwPvf29j65uLg95+ZmP+rpaT/t7Gw/8O9vP4yLCz+qqSk/
        yMdHP+blZT/HxkY/5eRkP4GAADyBgAA+oqEhP9vaWj+ZmJg9tLMzP/38fD7g318/wcDAPaOioj6ioSE/29paP5mY
        mD20szM//fx8PuDfXz/BwMA9o6KiPri3Nz+xsDA9x8ZGP9HQ0D35+Pg929paP7m4OD6DggI/zs1NP6SjIz+RkJA9
        6ehoPwAAgD/d3Nw+iYiIPtHQ0D3OzU0/pKMjP5GQkD3p6Gg/AACAP93c3D6JiIg+0dDQPeTjYz/V1FQ/xsVFP5+e
        nj7g318/09LSPrW0tD6XlpY++vl5P6GgoDyJiIg96ejoPbGwsD7JyMg+4eDgPvn4+D7x8HA92dhYPru6uj7s62s/
        4eBgPr++vj6HhgY/rq0tP/HwcD3Z2Fg+u7q6Puzraz/h4GA+v76+PoeGBj+urS0/lZQUPs/OTj+BgIA9paSkPsHA
        wD21tLQ+nZwcP4uKij7t7Gw+AACAP7m4uD6BgAA+kpERP6uqqj6zsjI/7ezsPqOioj7BwEA+8fBwPYiHBz/j4uI+
        oaCgPsnISD+opyc/o6KiPsHAQD7x8HA9iIcHP+Pi4j6hoKA+ychIP6inJz/Pzs4+w8LCPre2tj6rqqo+o6KiPpeW
        lj7f3l4/2dhYPw==
        """),
    ResamplingGolden(
      width: 8, height: 23, filter: .bilinear,
      box: Rectangle(x: 0, y: 0, width: 23, height: 17),
      samples: """
        CCdGGzpZL05tQ2KBV3aVa4qpf569krHQFzZVOFd2W3qZf561o6Npjl9ziKfFr86IKEdmW3qZjpyfnq/CysVdo1NQ
        lrSwurdLOll4fZy2s6Z5j4OZtcl+onFQpLyCo2YyTGuKl7apk6mdnHWTmaONoG9bnIaUT0ZVXn2cpsWeoqaFp46P
        ipl3nm5Zg4Z2VUJhb46krMuXsqp5pY6IiIZqmmhieX1jb0JhgJ+gq8iUrbmUklx6j1x3k116iFNwfDpZhaSMqJ6R
        mphpjV5ra2VJfk1PZFZMaUFgk5GSsKV9hpNmiGx/flZLgHBBVGNOaUdmlISjoad5d5ZlgH58kVpRhpk/VXRfald2
        d5a1Xn2ccI9NcZAxeJc4haQ9Z4ZwW3qZm6Z9qnOQgoZohGFBgF1bZ2pmW1NkRmWEpoh0pHpxlnlWgVBOc2NeW1V0
        YkxrVXSTqWZ4eIRPlmg8dkpXZ3NYW1NyaF59cI+uu3hbXnpDaFVNcTtZe0lkY1FwUm+OdZSzkGZeb2hAaEpdbDxb
        WlZ1VGSDVHOSe5q5bFxqg2c+YUVhakxrT2eGUG+OX36deZi3VV18k2VAW0plX1x7WHeWVXSTb46tdJOyUm+OlzRM
        cGSDNlFwZYSjU3KRgaC/eZi3YoF0VUVkO0tqWXiXaomoUXCLkrGambjXc5JuRGOCNlV0ZYSjYYCfT26Ho8Jnu9qV
        gqF8YYCfXHuaVnWUUG+OTm2GstE52PcW
        """,
      values: """
        504HPTXv1z2ldjw+2HqGPl66rj7j+dY+aDn/Pq0lEj9FJ7g9VT1gPtDdtz71nP8+Dq4jP7Z9Dj+Prwg/vPguP/TO
        Ij63trY+LbYOP/FyHj9R7Eo/8iwkP3WzFj/9fDo/RoppPuMU+z45FTQ/gFEQPxs0NT9EcCI/ZQolP+JwIz/MIpg+
        fGAXP9GiEz/IYRw/uQsZP5ezID8uhhw/RqGePnWAuz6OsCY/pTMjP5v0Jz/Bggo/6fYePyGAAz8oRqs+Hd7ePh0Z
        LT88BTM/4CkmP9B0CD/tFBs/sGHyPssu3z6JYQA/cFwrP54+LT/FaRI/yogPP7NVEz8m+gc/acz3Pm2OBT+I0Cg/
        VNgZP1pgDT98itY+Tpz9Pm3Gxz60e9I+gY8TP8qWMD8LcgY/7lYIPyPH/T76rgA/6Y2oPiJc0z42xBQ/T8wgP5ij
        7j7+CQA/N9sRP7lTBz8qq6s+M7TTPmWH7z7+1rs+mw7gPouC4z5f4vE+DJcFP1pxzj6h5bU+EzscP5BTKj8G+QI/
        k40EP7ykAD8lzs0+Sbu2PgVLjD5sACc/IEMkPzCiFj/s8QE/OnvmPknltT4m3cQ+p+eqPn3pKT/+s/A+OQoXP/DC
        7D4/AM8+MIC3Pi/I0D7RXN8+UZg7P2Akuz5wmNA+GLDiPnfB9j60S8U+cdilPpi26T6cBRE/OIrePuTr0T5Andg+
        NtW0PhCXpz6hhqg+oK/3PiDD2T6DaAM/Q0PDPuzZ0z6wGJ8+Uk2hPkM/vj5QxvM+FeGrPm5vEz/ZibY+vV6/Pneh
        rz6uqqk+tLTfPkyG6T6+Y6U+J+AWP3ry4T5Dclc+n/7IPlMxpj5yPQE/EeDzPtDUwz5gYqo+TdlrPr6UsT7NstQ+
        +LeiPoqgEj8Lbhk/eDLnPnJDiT6cB1Y+WW3JPsJCwz6dPp8+ogMkP1VuPD82KQI/T2bDPnLmtz6VZqw+ueagPjRi
        nD4+VTI/ZEFZPw==
        """),
    ResamplingGolden(
      width: 8, height: 23, filter: .bicubic,
      box: Rectangle(x: 0, y: 0, width: 23, height: 17),
      samples: """
        BiVEFzZVK0ppPlx8UHKaaI+uf569kK/YEzJRM1JxVnmfgafDqqZei1BthKnUs9mKJURiWnudlqGko7rX39ZMoztA
        lb6/xcM9NVRzfaLBv6hwiHebuth/nmlLqcaDomIpRmWKnbypkK+jm2iTlqaRoXFXo4CcQD5SWXieq86hoqKCrpCS
        hJ9zo29UfYd6TTpgbIunr9Wbuadyq5OLhoxloGhhcIVjczxefZyhr82Sr8CXkFN5kFp5lV59iVRzdzhXgauGrJiU
        mZdmjVdpYGlCfUROZFdGaT1ilY6LuqV7gpZjiWmLfUpGfnE8TmdIbT5llXiiprB4cZxlf4CIm0xQiKY7Unxia050
        cpGwYoGlbItKc5Isepk4hKM7a4pzVXSal657uWiVgI5vhl44glZhYmhpXExfPmSFpo55rnRvn4BWgklNb2RhVU55
        ZUFjUnmXq2aDbodLoWczdEZaY4BTWk5xbFp5c5i3v31dWX5AZ1NNcTZZgUdkYk5uTW+OeZi3l2hfbGg4Z0VibDZX
        WVV2UmWETnCPf569bVlthWo2XT5ibkxqSWqJT3KRW3mYfZy7UV2BmGc5WEhjYl59V3uaVHOSbo2td5a1TnWXnShC
        e22MJ0loaomoUG+Og6LEeZi3Y4ZyTTtiMEJhWn2ccZCwS2qFlbSfmbjtephnO2SKKUtqbYyrY4KiR2aFqMdhw+Ka
        hqV5YoGmYH+eVHOSTm2MRmWLttUz4P8G
        """,
      values: """
        S+y6PNXcvj2PJSw+eUx3PjVBoD5jadE+wVH/Pk7cED/+PZc9HVVOPgU9rT53kQE/bxArP8wTDD8DKgQ/LL4zP+UW
        Ez4Pa7Q++28WP/rTIz9DqV8/aQgkP1gSFT+JmUU/P9ZUPuJJ+j7irT8/CgUJPxe/Oj91zB4/gM4pP4pqIz85row+
        8V8dP/OiED///Ro//g8XPweUIT+AYCM/5euAPnrTsj4F5ys/WgwiP1jjLT8jVwQ/foQjP6Il+z53Z5o+pGbZPvfR
        Lz9N2Tg/IEQrP3lPBj8xYSA/h0rhPrQv5T63Vvo+skovP5mELz88shA/bGoQP+glFT9u0Qk/DcbtPuDTAT95JS0/
        Hm4ZPzO4DT+Iv8A+nOv6PrKgxz7f7dI+2Z4VP23bOj+q+gI/9Y0JP64L/D4KmP0+C2WcPhk02T7e5hU/SOomP7bY
        4z6Agv8+N3AbP3rlBz8frKU+RgzXPtmg5T6vNcU+MGfYPt795T47avQ++XUEP6kT1z7gwao+DK0XP3KSOT/CTwA/
        x2AGPzaPAj/GDcY+CnW4Pt0aej6MryY/PWcuP4CvHz8oDQM/atnfPm0Bqz6amss+s1ClPvoFLD8Ey9w+Oh8iP9ZL
        6T7oX8U+6s2zPp1M2T7eeOc+HmQ/Px5usz5JVc4+cYziPos8AT/fl8Q+5j+ZPoRL8j63fRg/J/DYPhKKzT6dXNg+
        XyezPn4WpT7NaZs+kQv/Pmmr2j5LvgU/5LK7PgD/3T5LN5I+2NadPgyptT67Pfo+0myiPjOcGD9bQLE+VfvFPu25
        rD4T1qc+hZnbPsm17j7Pqps+BPEcP85Y9j73Xx4+7DnTPq7wnj5bBwM/jKXzPqMuxz7ba5o+ekxBPqw/tj6pO+M+
        5HaVPkJZFT92IRo/6JP1PmGxaz4UTyY+kyrbPuCCxz5ZJI8+E+IoP5vKQz+zGQc/MabDPuKzvz6ANKk+GEOdPhUO
        jT44PTc/dt1gPw==
        """),
    ResamplingGolden(
      width: 8, height: 23, filter: .lanczos,
      box: Rectangle(x: 0, y: 0, width: 23, height: 17),
      samples: """
        BiVEGDdWK0lmO1h3THCdZ5KxgZ65jqvZETFQMU5rUHagfqrGq6Fdik5rfafds9uSJUNfXIGnoaOgpcTj8+VFpSwv
        kMjJ1MouM1BufKfJwqdqgmybvd+Cm2dMqseJpGIjRGOOnrynlrmkkVuXmaCKpH5goXucQjhKWXehrc+gn6GCrZGV
        gZ5oq3dXcIN9RzVebommr9+iu6Nuq5KJiZJlqGlkaYlndzpXe5ugsdGRrr+akFB5jlt3ll5/ilNzczZVfLGEr5eU
        mJRri1lgX2VCeEVTa1ZDaDtllY2IyaV1fpVkiWmSgUJFe3E5R2dBbDhmk3CoprV1bKFkfIGMok5Rja41T4JnbE13
        cpGuYYCobItKc5IpeZg7hqU3bItzU3Kck7N3umGcepJyh10sglVmY2toXkteOGeIpI54u3BvpINZhUhNamFpVUp9
        aThcTHqYqmaIZopLpWQtc0laXoVTXkpub155c5y7vXlgWIM7aFRNbzJZhUplX0tqSnKRfpq5nW5ecGIyXURpaDVW
        ZVJ4TmOBSXCPg6C/cFhshmkyVzxjdE5qR2+MTnWUVnKPgJ+/U1qDlGQ1YlJpXlV1VX6dWXSTaIepeZi2R3ebnSQ8
        h3ORHkZma4qoT26OgqHCfJu2YIlySS9fMD5cVn6ceZa3RmV+lLOnmbj/f5pjNWeSJElkc4+uZYSjQmGCqslbyumY
        h6Z6Yn2pZYOfUnGQT26KQmGQt9Yy4/8A
        """,
      values: """
        3AWyPECwwD0ZES4+051tPnJPmD5i2c4+Fb0APyo3Dz+LrYs9pe5GPoWloD41tvw+hHMrPxJWCj+akvs+THkzP20R
        FD55Mbk+pcQhP4QHJj/yeXM/Sl8lP+oJET/kD1U/npNMPiIf+T6mWkI/jhwCP4TkPD8mQhs/D5gqP1v/Iz+SV4g+
        DYkePw3IFj/4uBE/LDEZPzuCJD/0/SE/Ks2DPmUDsj5KCi0/CUsfPwh3LT/XDQE/iPErP7Tp3z40Yo8+2frcPj9n
        Lz947Ds/5XorP5EwCT8l2Cg/KjLTPvrj7j4fCfg+I4gxP7UiLj+4rBA/b5IOPxibFj9v9Ao/nO/mPnNP+T7hKS8/
        WkcYP5dXCz99jr8+KTPyPjzU1T5U39A+cq4VP/JSST+bTfw+G3IJP6d7AT9pufY+mECOPm1z2T46yxM/U58mP4I7
        2T5/tvk+2+MhP3OnDT8iO58+4O3YPpze5D5rosM+QkTZPvhD5j7Cd/I+UzgGP5Uk2D5bFqY+OWwTP1+3Oj9ZgfQ+
        XOgGPwvZAT+sdsc+XUO8Ph/jYD5UVCQ/P1Q7P03MJD99HAY/uRjTPmllqT7jhtI+OGqYPt5IKj9NR80+AY8lP3O+
        5z5o0r0+6he8Ptjr3T5lhOY+aBE+P2T4sT5g5s8+oFDePtGdBT+xn74+6VuVPueh+z58ph0///vgPs2Guj67zdA+
        e7zJPtjlnD5KtJE+QUgDP79b4D7RSQY/HxWuPo6+6T4MUY4+4xydPt6LrT7MawA/bfOkPsmcFD9aysQ+D6S9Phcd
        qz6rS7E+gj3RPkDk8j5TgI0+pSYdP08UBz92NvI9WWzXPghinj7OMAI/IFH5Pob/vz4SlJM+gkk/Pk9frD47gfM+
        P/aLPsrKFD/3wRg/DAz/PkxNVz7H/RE+bfDmPiHDyj7MMoQ+3mAqP0+DSj8Fjgc/V07FPgxvyj6L4qM+pPyePkK4
        hD76rjc/YGtkPw==
        """),
    ResamplingGolden(
      width: 23, height: 5, filter: .nearest,
      box: Rectangle(x: 0, y: 0, width: 23, height: 17),
      samples: """
        DSxLHTxbLUxrPVx7TWyLXXybbYyrfZy7jazLnbzbrczrvdz7zewL3fwb7Qwr/Rw7DSxLhKPClLPSpMPitNPyxOMC
        1PMSQWB/dZSzqcjn3fwbeJe2rMvq4P8ee5q5r87t4wIhFzZVstHw5gUkGjlYtdTz6QgnHTxbuNf27AsqID9eVHOS
        7w4tI0JhaIemt9b1BiVEvNv6CypJweD/EC9OxuUEFTRTy+oJGjlY0O8OHz5d1fQTJENi2vkYKUhn3/4dLk1sfZy7
        M1JxgqHAOFd2j67N+Rg3yukINFNyBSRD1vUUQF9+ETBP4gEgTGuKHTxb7g0sWHeWKUhn+hk4ZIOiNVRzBiVEcI+u
        QWB/q8rpfJu6TWyLw+IBUXCPRmWEO1p5ME9uJURjGjlYDy5NBCNCkrHQh6bFfJu6cZCvZoWkW3qZUG+ORWSDOll4
        yOcGvdz7stHwp8blnLva
        """,
      values: """
        0dBQPeno6D21tDQ+9fR0Ppuamj67uro+29raPvv6+j6OjQ0/np0dP66tLT++vT0/zs1NP97dXT/u7W0//v19P9HQ
        UD2FhAQ/lZQUP6WkJD+1tDQ/xcREP9XUVD+DgoI+6+rqPqqpKT/e3V0/8fDwPq2sLD/h4GA/9/b2PrCvLz/k42M/
        ubi4PbOyMj/n5mY/0dDQPba1NT/q6Wk/6ejoPbm4OD/t7Gw/gYAAPqmoqD7w728/jYwMPtHQ0D64tzc/wcDAPL28
        PD+xsDA9wsFBP4GAgD3HxkY/qaioPczLSz/R0NA90dBQP/n4+D3W1VU/kZAQPtvaWj+lpCQ+4N9fP7m4OD77+vo+
        zcxMPoOCAj/h4GA+kI8PP/r5eT/Lyko/0dBQPqGgoDzX1lY/gYCAPomIiD3j4mI/mZiYPuno6D3v7m4/sbCwPqWk
        JD77+no/ycjIPtXUVD7BwMA84eDgPoOCgj6sqys/+fj4Ppuamj7Ew0M/o6KiPo2MjD7t7Gw+wcBAPpWUFD7R0NA9
        8fBwPYGAgDyTkhI/iIcHP/n4+D7j4uI+zczMPre2tj6hoKA+i4qKPunoaD7JyEg/vr09P7OyMj+opyc/nZwcPw==
        """),
    ResamplingGolden(
      width: 23, height: 5, filter: .bilinear,
      box: Rectangle(x: 0, y: 0, width: 23, height: 17),
      samples: """
        FDNSKUhnPVx7UnGQZ4aWc5KJb46thKNymWiHfp28k4mof56ulbSDsM9cxZM62TBPJURji6rJoL/PpZx6krGPp4RT
        gJBfPFt6bIuqnKSXpMOfrMuVqZuSpsWKmLdYpHKRoHualV9+i5R0iWRWa3OBoL9l6yEpGzpZs9Ktn3tbTURRWkxZ
        eEJhdT9eaIemt6+ahnFpmoWbgqFutYGYjI1vdJMsaoFrfnZMgU5tkHNIhmlLiXRJMEZlta1OKUhn1qMmN01sR2aF
        V1d2VGuKfmmIlLPSiThAnX1Yelo6dIJLeG5KlkloSGdajUFJW01sczxbaURjcHlrQmGAgFx7YoGgN1Z1TypJeZi3
        Tm2Mc5Kxbo2sg6LBvNtzRWSDRVV0XVRkiGZdaUZlTl59OFd2UEdmYH+eYG+OSmmIYYCfaYinYoGgU3KRQ2KBM1Jx
        vNtzrcyznbyklrWdnr2l
        """,
      values: """
        vq6fPdE5Iz5CnHY+Wv+kPpOwzj66T+Y+wtDfPv3ABD+amRk/DIT8PqIaEz+MRf8+lpUVP1aDMD/zW0U/jzRaP0Hr
        FT5QbQs/7EUgP1sAJj9/iBI/G2EnPxjMAD/9CW8+lVHYPhaPHD+XiSQ/GIQsPzG3KT9J6iY/eVkYPzC7JD/tOCA/
        Uw8WP8cADD/fMwk/xbLWPoZqID/6Bmw/H2LbPfc5Mz9P/h8/8UWbPno/tD4eS/E+T7HrPtHQ0D64tzc/5k0GP3S9
        Gj+lnAI/FX01P5rWDD+6hek+qjTVPqP5/T6y5QE/LQYRP6XdBj+X0wk//25BPtUMNj+lpCQ+mylXP8+RWz5Vo40+
        LMytPusZqT4/bv0+Ug4VP4qJCT/zRx0/FTT1Pmjl6T6tafA+FJIWPwJykT5C9Q0/ah22Pqho5j5m+tE+QJ7hPrvw
        hD76cgA/qo7EPjqYWz52TZ4+N3rzPqq3nD5GpOc+mVXcPv11Az/52jw/9T+LPiHViT7jzro+egEJPwTr0T72yJs+
        /u5fPkLxoD6zOcE+3s6/Pmf9kz6HpMI+iC3TPmyYxT498aU+DkqGPr9FTT5yFz0/20MtP0NwHT+1pRY/NuoePw==
        """),
    ResamplingGolden(
      width: 23, height: 5, filter: .bicubic,
      box: Rectangle(x: 0, y: 0, width: 23, height: 17),
      samples: """
        ETBPI0JhNld8TWyPYoGXb5SIa4qwg6JzmmaFe569kIqpfJ6xlbeLtNZcyJY31zFSJ0ZliKfOosXZraJ5lLmQq4ZU
        fZNhO1p5a46yoKqXqc6lsM+YrZ+SpsmLnr1ZpXCUpoGgmF18jZdxhmJUaHKEpcdk8xchGThXstqypHtVTD5OV0NT
        dz5fczhZaIemwrqbi3FomoCdhaZvunyZkpRvcI8naItsenFFhk9uk25GjmlGjG1CIjpltrhOKUhn5KQYKUJlQGSF
        VlR1TmiHgmiHlbTbiS44nn1Ye1gycYFGcnBHmD9kSWhYkDpEXUppcTlYZ0Rjb3lpPmOChFt6XoGlN1Z1SiJKepnA
        SmmNcZS4bY2xgaXKv95vP2eJPVBzXFNnjGNea0RnR2GANlV6T0hpXoOiXHKRR2qJXX+kbYyrYoWkUXCPRGOCLlV0
        wuFytNO1oL+gmbiaoL+h
        """,
      values: """
        HnSFPTYIDT5cVlc+AcSaPqpkxD6CoN4+Bb/XPsYuAz8VlBo/ap32PpOfED+6tfk+RR4VP+3vND/KgEg/bbtXP2/w
        Gz78JQg/SwsjP867LT/kyxQ/qrArP8ZP+z6raWw+shjWPkTCID9h7yk/AcAwP88nLj9CEic/jsQePwizJT9+qCY/
        658YP/FXDT+AGwY/arvRPv0kJj8CdXM/QwTIPY8GMz+vTSQ/fqqYPpBUrj7zPu4+bNfnPtHQ0D6y1EI/lMoLP6t8
        Gj/SrwU/sOQ6P+1QEj+4a+E+nhPQPolr9D5BlAY/7YgTP7u2Dj+MZgw/TcUHPrBdNj+lpCQ+dqFkP2GyJT6OZoE+
        PmKtPgO4nD75wwI/Z7YVPzLVCT+slR4/yN72Pk324j6Np+Q+/MgYPyrckj7PExA/m8S6Pt744T4rVc8+5hzePltD
        eT7WpgQ/GUq8PhhnXD78xZQ+wcn0PlBRlD7lt+I+bGvbPgIbAT9NIkA/03B8PnS8dD5PS7k+8J0MP5kB1j7Ujo8+
        EzBaPvmCnz76Vrw+li64Pv86jj6ylrs+DSraPix3xT6aa6M+kU6IPvUbOT7Zo0I/VBU1PyVRID8athk/Aq4gPw==
        """),
    ResamplingGolden(
      width: 23, height: 5, filter: .lanczos,
      box: Rectangle(x: 0, y: 0, width: 23, height: 17),
      samples: """
        EC9OIj9cMVeBTGmOYYCWbZWGaoezgqF0nWWBe5++kIqpep+wk7aPttxiypkz1DBWJ0Zlh6LTp8zdrqB2kryTqodW
        fZRjO1p5Z5C6o6eTrtaqtNKZsKOUp82LocBZqG6YpoWknF59j5dwgWJYbHOCqs5k+RQbFzZVsOKzpXxUUD9MVT5L
        dztecjNVaIejzL2bkHdolX6dgaRxu3malJZsb44kYY9te21AhFBvlmxHlWs/h2U8GjBmtL1PKklo66QRIjhdO2WG
        XFV3TmmFg2qGlbThiCowmn1cfFMudIBDcm9EmDxnSWhYlDg/XklocDdWY0RhcHhqP2mHhl13W4CqN1Z1SRpMfJ3J
        R2WObZW+aoq0fqbQwN9vOGmOPEpuYFhojWNdaURpRWJ+NVR9UEdtWoWkXXOSSGuKV3ymb4uqZImoU3CNRGOCKVp1
        w+Jyudi3n7ycm7qaor+e
        """,
      values: """
        eSB9PbIzBz4MRUU+o2OZPlg1wz4c3do+t9/TPiLzAj87sB0/JUf2PtN5ED9wkfQ+OJUTP6UNNz8BqEo/oRhVP3Bn
        Hj7XJwc/QY8nPzsgLz/WRRI/5vkqP2ks+z7hQW0+gB7OPjwvIz/9oC4/Y4M0P5FJMD/3iic/GVYhP8RiKD90NCY/
        HWUcP0hCDz+logE/qurYPo16Kj+3jnk/RAm3PRCQMD88nyU/l4KhPsoXqj700+8+eyXlPtHQ0D69ZEw/MfIQP3uV
        FT8YLgE/5C48P7+hFD/Xn98+vNfCPrvq9z40CwQ/Ic8WP0O7FT+bJwc/qQPRPeMgNT9lbyg+j/FrP/txCD4U0Ww+
        mBG4PrIWnT4MAAQ/WYAVP1f2CD+fKRo/o7/4Pu826T7suOU+wPwYP7Hokj5CWRQ/aya8Pun73z4VQcY+XRHgPqbP
        fT6wtQY/ZZa2PpIkXD65bZI+52v5Pl93jz40Nts+43bUPi99/T7K/kA/ziRfPsMqbz5BwsA+HSwNPx3Z0T5N9Yo+
        YtNUPsu+nz4R9bQ+bA+7Phm/jz4Dpq4+zEfePn6YyD77EqY+QNaIPo2pJD6iOkQ/qJk5PwtGHz9FBRw/O+YiPw==
        """),
    ResamplingGolden(
      width: 8, height: 11, filter: .nearest,
      box: Rectangle(x: 2.25, y: 3.5, width: 17.5, height: 10.5),
      samples: """
        jazL0fAPfJu6wN/+jazL0fAPFTRTwN/+tdTzcpGwyOcGhaTDBiVEw+IBGThX1vUU3fwbrMvqe5q54wIh5gUktdTz
        HTxb7AsqbIuq5gUkx+YFqMfmxuUEQF9+IUBfAiFAlLPSh6bFEzJRBiVEP159MlFwJURjGDdWvNv6weD/xuUEy+oJ
        Hz5dJENiKUhnLk1s5AMi+xo5EjFQKUhn/x49FjVULUxrRGOCDCtKNVRzxeQD7g0s3/4dCCdGMVBvWnmYNFNy1vUU
        ETBPTGuKWHeW+hk4NVRzcI+uw+IBEC9OXXybETBPOFd2haTDOVh3hqXE6wopSmmIEC9Ob46tGDdWd5a1PVx7nLva
        """,
      values: """
        jo0NP9LRUT/5+Pg+wcBAP46NDT/S0VE/qaioPcHAQD+2tTU/5eTkPsnISD+GhQU/wcDAPMTDQz/JyMg919ZWP97d
        XT+trCw/9/b2PuTjYz/n5mY/trU1P+no6D3t7Gw/2djYPufmZj/Ix0c/qagoP8fGRj+BgIA+hYQEPoGAADyVlBQ/
        iIcHP5mYmD3BwMA8/fx8PsnISD6VlBQ+wcDAPb28PD/CwUE/x8ZGP8zLSz/5+Pg9kZAQPqWkJD65uDg+5eRkP/z7
        ez+RkJA9paQkPgAAgD+xsLA9tbQ0PomIiD7BwEA91dRUPsbFRT/v7m4/4N9fP4GAAD3FxEQ+tbS0PtHQUD7X1lY/
        iYiIPZmYmD6xsLA++/p6P9XUVD7h4OA+xMNDP4GAgD27uro+iYiIPeHgYD6GhQU/5eRkPoeGBj/s62s/lZSUPoGA
        gD3f3t4+wcDAPe/u7j719HQ+nZwcPw==
        """),
    ResamplingGolden(
      width: 8, height: 11, filter: .bilinear,
      box: Rectangle(x: 2.25, y: 3.5, width: 17.5, height: 10.5),
      samples: """
        mLe7ocCCpJ+Lr42ddYN5vKdcfFtrnZaBrs2do8KZuaNwooCNiH1spIZogFtvjX1fp8WFsqaUmKl/kFNyimJcf11z
        fllgfVJco6iFtYl3eJdeimaFhWNDbE9OeW88UGJKoY2FlbR4bItfeoJ7ml9YiHJGfZw/WnlheXyWgoOabo05eIE2
        goFAcotKe4tNZndsrXB2v3GBeopXhk1Klk9bTFl0a05tXERjcX1ijHZHmm40ejxbcoNRTFpnZ1Fwalt6anFCb4dB
        XzVUaT1cd0ZliUppQFV0UXCPoHUqWT1PaFFwazdWU1V0V3aVP159X36dlEgxZnleYTVUcmiHPVx7cpGwQ2KBdZSz
        """,
      values: """
        g7MYP1bbIT+pvyQ/hO8vP7xf6j4Axjw/Gfz4PrU0HT/Sgi4/OuQjP5/aOT/i6iI/VmMIP728JD/r/f8+CzkOP6Yd
        Jz8ftjI/MF4YP6zGED/R2Qo/CS3/Ppwc/T4CXvs+Cl8jP2lJNT+3PvA+9o4KP9uQBT+mDdk+aWr0Pr5wnz62oSE/
        0sEVP+EG2D4up/Q+apYaPwIpCT87bPs+d6G0PrtW8j6k6QI/nJvbPjAw8D5iYgI/nhbkPjSW9T7jl8w+9KctP47v
        Pz+lofQ+qewFPzcLFz+MIpg+eBDWPiVjuT6Zy+I+I8UMPzcbGj+xcPQ+yAfkPsTXlz4ics0+8kvVPolj1T5wM94+
        bCS+PlNT0z7/qe4+5IAJPwvQgD5aG6M+fQAhP8zYsj4t588+SzPWPtYypz5V3K0+MEt/PsgTvT5ApxQ/HAnOPiXF
        wj5lE+U+ym54PjbV4z5qp4Y+yp/qPg==
        """),
    ResamplingGolden(
      width: 8, height: 11, filter: .bicubic,
      box: Rectangle(x: 2.25, y: 3.5, width: 17.5, height: 10.5),
      samples: """
        oL/EosR5oJyPu5KjZIByw6xcf1hqoJyFttWfocybxaFpooKTh4RqpYNliVp1iIZdqcuEtaWYmLSHjkJri2NddlJ3
        ilhie1Bhp6l/voV5bZdVj2GPgmU4YUFMhXMxRGZGp4eBlcdtaIlmdImJo1NajnBEhLE3WHtkbXiaeX2lbI8wdoUq
        f4g8cZRIgpNFaHpvtmx1znGOd5NYh0NFoEVePll+c0hwWzhbaIdlknU8oG4udzRhcJJLQVppcU9wbFV0ZnI6ZYtE
        YS5TZz1bfEFkkEhoOlRzSWyLpnYjWDVPZlR0bjFQUVZ1VHmYPl18W3qZl0MnZoZfYitRd22MNVh3eZi3PFt6d5a1
        """,
      values: """
        xakgP7IJIj8fZCA/TSs8P4MZyD5ZskM/PjH+PvgoID8u9TY//XkhP7bCRT+RhiI/SBIHP/+pJT+ddQk/Vg0JPxqU
        KT9eWzY/7ocYP+vEDj+1aQs/5VHtPgAqCj+9Uvc+dWcoPx5oPj97hNw+o40PP8TVAT+5qsI+VboEP+EhiD5Icyg/
        vFQVP7zT0D5Le+k+uN4iP62pDj9WdwQ/42GwPj7V2j6uJ/I+x4vYPkW27T7rDf4+EW3jPtYSAz8ZNNA+nUA3P26p
        Tj/jtu4+YJMHPwdyID+863g+fiDnPnistj5wtNE+5rURP35cID9L6O8+F+vfPkUwgj58L+E+BVTZPmiczD6vIMk+
        zdzCPmZXzj6Ssfc+BfwQPwu8aD68CpQ+9uUlP7YesD5Lms0+jH3bPtH2oj4WNKc+eYp3Pq67tj5ZTxc/zG3LPkZr
        xD50rO8+BH9TPklF9D7o6XE+/xnuPg==
        """),
    ResamplingGolden(
      width: 8, height: 11, filter: .lanczos,
      box: Rectangle(x: 2.25, y: 3.5, width: 17.5, height: 10.5),
      samples: """
        psPIocFvlZmax5ifWoNuw6Zdg11jmqCMu9afnNqbzZhipIeVhY91pHZbmGN6f49hpcyJtZ2Xm72GjDhsgmVZdEt1
        klZmelFnsKp9xId4Z5dTkV6ahWMyXD1OhnUrPmk/qIaGjNVmZYJldJGQplFcj3JCiMA1WH1oa3eZenWvaZItd4Qj
        foc6bpVLhZFDaHlsvm9v1WyPeZlchT9Fpz1fNFyDdkVxXzBUYYlkjXw1qGgsbzFkb5lIRGBmck5ublRxbG8yV4ZM
        YzRXbzlVdTxkkE1uPlNxQ2mIoHQgWztRZlBxbTVUU1NwT3yaQmB/VHKRmUIfaI1gXiRUfW6JLll4f5u6OVh3dpW0
        """,
      values: """
        JXwmP8waIT+FyxU/iTtIP8TztD5+nkM/z2IDPwbgGj/2xzs/xd0cP1khTj+AXyU/86QFP+VmJD8LARk/jFT/Pp7f
        JD99CjY/ZZ0bP8WPDD+I6AE/DoTqPht7Ej8suPM+eykwP06nRT+rRM4+LqkRP1dGBT+KlLk+JiEGP4LLdj7gdyg/
        VnkNP67Wyz6IZ+k+T/cmP87tDz/AzQg/yhewPuYy2D5r2PU+gQ/UPozC7z6Plvw+hlXdPlKsBD9UmtE+qdg+PwBs
        VT8Oz/I+WBEFPxUdJz8Y11M+VNHtPqhmvj5DLsM+sTQNP3I4KD/kmN4+iDvePlHfiT6vTOU+5QndPjUk2D6HFLA+
        ScvFPhYK4D4glus+aOgQP5ypdz6fPoY+2ncgP+hiuD7IB8w+HprbPm0BqD7pVp0+39eFPjKoqT4JUhk/lnrPPiiB
        vT4rIfw+Tik4Plrd/j5BxmQ+CKrsPg==
        """),
    ResamplingGolden(
      width: 14, height: 11, filter: .nearest,
      box: Rectangle(x: 3.5, y: 2.25, width: 9.5, height: 7.75),
      samples: """
        ZYSjfp28l7bVl7bVsM/uyegHyegH4gEgYoGgYoGge5q5lLPSlLPSrczrjazLr87t0fAP0fAPWnmYfJu6fJu6nr3c
        wN/+wN/+4gEgBCNCBCNCjazLtdTz4P8ecpGwcpGwnbzbyOcGyOcG8xIxhaTDhaTDsM/u2/oZ2/oZBiVEtdTz4P8e
        cpGwcpGwnbzbyOcGyOcG8xIxhaTDhaTDsM/u2/oZ2/oZBiVE3fwbeJe2rMvqrMvq4P8ee5q5e5q5r87t4wIh4wIh
        FzZVstHwstHw5gUkbIuqqcjn5gUk5gUkiqnIx+YFx+YFBCNCqMfmqMfm5QQjIkFgIkFgxuUEbIuqqcjn5gUk5gUk
        iqnIx+YFx+YFBCNCqMfmqMfm5QQjIkFgIkFgxuUElLPS2vkYh6bFh6bFzewLEzJREzJRwN/+BiVEBiVEs9Lx+Rg3
        +Rg3P159vNv6CypJweD/weD/EC9OxuUExuUEFTRTy+oJy+oJGjlY0O8O0O8OHz5dvNv6CypJweD/weD/EC9OxuUE
        xuUEFTRTy+oJy+oJGjlY0O8O0O8OHz5d5AMio8Lh+xo5+xo5utn4EjFQEjFQ0fAPKUhnKUhn6AcmQF9+QF9+/x49
        """,
      values: """
        y8rKPv38/D6Ylxc/mJcXP7GwMD/KyUk/yslJP+PiYj/FxMQ+xcTEPvf29j6VlBQ/lZQUP66tLT+OjQ0/sK8vP9LR
        UT/S0VE/tbS0Pvn4+D75+Pg+n54eP8HAQD/BwEA/4+JiP4GAgDyBgIA8jo0NP7a1NT/h4GA/5eTkPuXk5D6enR0/
        ychIP8nISD/083M/hoUFP4aFBT+xsDA/3NtbP9zbWz/BwMA8trU1P+HgYD/l5OQ+5eTkPp6dHT/JyEg/ychIP/Tz
        cz+GhQU/hoUFP7GwMD/c21s/3NtbP8HAwDze3V0/8fDwPq2sLD+trCw/4eBgP/f29j739vY+sK8vP+TjYz/k42M/
        ubi4PbOyMj+zsjI/5+ZmP9nY2D6qqSk/5+ZmP+fmZj+Ligo/yMdHP8jHRz+BgIA8qagoP6moKD/m5WU/iYgIPomI
        CD7HxkY/2djYPqqpKT/n5mY/5+ZmP4uKCj/Ix0c/yMdHP4GAgDypqCg/qagoP+blZT+JiAg+iYgIPsfGRj+VlBQ/
        29paP4iHBz+Ihwc/zs1NP5mYmD2ZmJg9wcBAP8HAwDzBwMA8tLMzP/r5eT/6+Xk//fx8Pr28PD+xsDA9wsFBP8LB
        QT+BgIA9x8ZGP8fGRj+pqKg9zMtLP8zLSz/R0NA90dBQP9HQUD/5+Pg9vbw8P7GwMD3CwUE/wsFBP4GAgD3HxkY/
        x8ZGP6moqD3My0s/zMtLP9HQ0D3R0FA/0dBQP/n4+D3l5GQ/pKMjP/z7ez/8+3s/u7o6P5GQkD2RkJA90tFRP6Wk
        JD6lpCQ+6ehoP4GAgD6BgIA+AACAPw==
        """),
    ResamplingGolden(
      width: 14, height: 11, filter: .bilinear,
      box: Rectangle(x: 3.5, y: 2.25, width: 9.5, height: 7.75),
      samples: """
        cpGwg6LBlbTAoL/OqMfbutlQzIwk0R49hm+Od4qphY2shZ++l7bVrs3HkbDPpsXgvNtqo8JgbIuogqGcmKOlq528
        rcHgvH+euCJBQjhXV3aVmLfOr87AyOeDrMtsk7KCfp22mLd3s5xuxm6Nq6zLs5q5vW99g4k/Xn1YVnWUwuGXyOdB
        lbSXj665rMurtNNQypc/3kFgq3GQlZW0l7a8xeRih4tDQTJRvNtXgaCrm7rTu9qh1vU0mbiJlq3AuLDP0zdWiSZF
        NVRxmbjHxHKGuBEwl7aVmLTTvm6Nw355qsmFq8pZgJ9gT2aFoneWrU9ukCNCZWSDk4RWsoEZj66wudaiwmpvuGxs
        n76EkbA7bYxGRmWEZ4alnnGQx0ZlfjhXgHRAjp8uqsmU0vEdn76SoL+BvdwRSGc9W3qUqsnoNVRsVHOOt7fV6UJa
        nj1YWlFvjKuzQ2I/kK+5iKetRmU7gJ8idJNCSWh2hKMwcZBGVWxzvKYthIE+RFhZo3eWUW6NsICfq4OiXXyTb45F
        cI8sa4o1fZwzfWk5eTVCi5RAinJHhkZOu0pdq8bAzlVp1F18vLfUVWptZYQ0rskiYWJPhC1Mvh8+WExrl01a30dH
        """,
      values: """
        9qnkPmX9Az/OpRU/JGohPxpBKT+D6To/7JFMP4rqUT9VAQY/Kk7vPmMGBj/P2AU/y3AXPzOTLj+8yBA/+cImPzW9
        PD9tPiQ/mojZPoq+Aj/GuBg/xwwsP3DkLT9F+zw/IQo5P4ifhD7QkK8+1vYYP3w8Lz98IUg/FCEtP81vEz9Hpv0+
        NB8ZP0NrMz8BtEY/mbMrP9LDMz9GXT4/C3IDP6okvD7w8q0+vW9CP6v9SD8K4hU/TvAPP2HHLD9F5DQ/FKBKPyR9
        Xj+DYSs/Y0QVPwz1Fz9CuUU/LpEHP5jhgz73Kzw/GnoBP1gfHD+IWTs/TLZWP/i1GT/vxhY/YZ84P55EUz+/wgk/
        v5BWPsopGT9R8EQ/c5c4P8QMFz+tPxg/OIE/P8LCQj9c7io/9RkrP/X0AD/Np54+J3AiP/WrLT9ZWBA/RNXJPq9l
        Ez8a0TI/43EPP9sdOj8gWEM/e+84PzycHz/2thE/9ajbPksmjT4mcs8+pfEePzbYRz/u/fw+69AAP8c3Dj+k7Co/
        xXFSP3MOID+EsiA/wAE+Pxqwjz7uObc+UForP3rCVD4K6Kk+pLo3PzMEaj8HsR4/Wzq0PhbxCz/gwYY+DS4QP+80
        CD8Miow+VLsAP24X6T5QSZM+9xoEP1GN4z6O06o+u3Q9P9fCBD+hAYk+5CYjP6xfoj6pyjA/Ep0rP0tKuj4D7N4+
        ZenhPkdG1j4A6Po+evj6PkJC8j7+cQs/yAMKPx8fBz/fDTw/Z9QrP8HrTj8S41Q/QIU8P4Kwqj7cGsw+9kUuP5S4
        wT54zgQ/fDY/P/wSsD6uQxc/4lxgPw==
        """),
    ResamplingGolden(
      width: 14, height: 11, filter: .bicubic,
      box: Rectangle(x: 3.5, y: 2.25, width: 9.5, height: 7.75),
      samples: """
        cZCwg6LClrXGo8Lgrs7kv/E92YsG2wYue2mMaY+ugZCuhaHBl7frr87ckK/cp8byzexRrMs/YYGkd5iokqa1pq3N
        sNvyz32bxQkiIBlHQG+cpMPjtdTS0vF7stFRi6p6c5PAlL1zuJxfyWeMpsLfvKrR0m57gYYfRXY9QW+czOuW0O8p
        iayagaPXsNC3uek72JQd7SdPpGmNhqDMmM7Y5f9YiIwnIhVIw+I6e5uulLrwwuel3v0hkK+LirDevsDf5yREgwcn
        G1FvndHj33aSxwAgi7Caka7szFOEzmVqpcmSu95Ue6NRM1d8sIaoxklokAMjRV6TmJhZ0ZQCf6zMw+Gr0E1Xvktf
        ncGZmr4qaYcpNFV7WZbBr32i5DtaaxtPdH42l8Imptig1/YWmbuhoMKQxuUGMlEvUnGju9r5IUBbP26Kv8vp/zVQ
        mjJRSFZ4j7/JLk0uksTWhrfLME4okrEKfJtBNFJ/mLYbcJ48Nmd92MEbgYg3IU1jsXSeO1qZwoCnu4awRnahbpRA
        dJEaZIUng7Yvf2kxchwzjbA7iHZGgy5PyDZLstHT2z9X6k1wxc7sNlV4Wn4mxeYYSV9ZghZO3BQzQkt4mEVc/zo/
        """,
      values: """
        7JvkPpD/Az/8+RY/qlYkP4aaLj+kPEA/CZdZP9WAWz8Ww/c+s6/RPnYfAj9WZwU/dtMXPz58Lz+2ahA/3d8mP7w9
        Tj+VXCw/ihTEPhJl7z78HhI/PYQmP64cMT9QT1A/zb1FP5rRAT65R4E+4QAlP8WWNT8BnFI/jp0yP38sCz/ieOc+
        jisVP46AOD9yp0k/Zo0mP08gPT8WGlM/giMBP+rdij4FxYI+s0hNP6z7UD93awk/42IBP67IMD9TwTk/cMFYP8Ta
        bT81NCU/ShoGP1Y8GD9XbWU/RtUIPy81Cj5tH0Q/IC33PvPGFD/U6UI/oedePxpGED+MMgs/Ez8+P9fEaD8ehgM/
        C/zZPS+6HD9WdmA/YVdHP8bQCz+GKxE/H1hMP+9/Tj+j1CU/W+Y7P7q69j47Gko+1oUwP7pYRz8hXhA/ECCJPl48
        GT/e6VE/DwP/PjwQRD+5yFA/fHE+PwVPHT8hbBo/PxLUPmebTz4EAbE+F38wP6tIZT/t6dY+/S7qPjIbGD8lJyc/
        8nNXP5dHGT+AyyA/PvFGP4d4Rz4BBKY+Lt07P6iqBT7vl30+qb4/PwQQgD81+Bo/7HGQPngZDz9b8Tg+tS8SP7lj
        Bj+fMz0+h3kSP76y+T7FQlA+9dMYP5L73z7hZlo+BdpYP0cnAj/XBgU+zAYyP91abz6WsUI/EXM8Px+wjD6Xvds+
        UF3oPg/jyT6xFAM/FxL+Ppv85D47Dg4/f1kJP1swAz8zikk/3hozP18AXD+d7Go/bz5GP/6yWj4UZLQ+wQJGP9zp
        kT4ItAE/p3lcP6l5gz7OEBk/oaeAPw==
        """),
    ResamplingGolden(
      width: 14, height: 11, filter: .lanczos,
      box: Rectangle(x: 3.5, y: 2.25, width: 9.5, height: 7.75),
      samples: """
        cI+zgqHGmbi9pL/kq83huPhD3YQH1wgze2GOYpevgoajfpi1krX7sMzhjKvmo8L71vVVsdAxY4KjcpOvlKWxpLPT
        q97v23iTugASFwg/N3OrtMXyt9fj2vh0vNUxf5d3aInJjsB+vZdVwGmSntLryrvt5m1whnYKKnQcOXOp1vSBze0g
        gayZfKP5uduwufY335Ai+CFOrFR8a6LTlODk+f9qlYkYGQRNxeQnfJuph7L/y/Wj3/4dkKh4gLX2ysDb9CZDdgYS
        FmSBluDs/HuXuAAVf6ulg5//0kyI1Fxdn8aTyfBecaFXIld/tZCy5ktPegAPJlOZqbJr4ZgAd7Xo1fCl2kU+ujVf
        osqkmMkta3YdNVR9O5PTvo+1+kNeagBFZIYyms0np+uh1fMUk7ejpcuexOIAK0kZVXS6vNv3KD5UKWyGx9Dv/zxU
        jStKR1h8jc3ILUwbidLZf8TlMEUOl7AAfaFZM0+Loa8PZKM6LHWM5ckagIYzE05qtXCoKkmsy3igzIi3MnW1YpZM
        fIkHY4MXg9E0gGEucgsfjbo3h3pKhSFNzTxAwN/T0jtU9EFoz9PtLlKGW30Yx/EfQ2JdhwBP4hw4N0Z/kkRa/z47
        """,
      values: """
        t4ThPhYiAz91iBk/x/YkP44HLD/ONzk/2DxeP1DBVz/F1vc+NuPFPsKHAj/0Rv4+XXUSPwIOMD+3eww/Zy0kP3by
        Vj+pgjE/3u3FPu1B4z7ikRQ/SegkP406LD8ADlw/pGk6P4P8tj1OJlw+IW40P92QNz8KTFo/z208P5nk/j6FVNE+
        eJEOPz0TPj/kK0E/w6sePxEwSj+HJ2c/yJ8GPwOSKD6EEWU+6k5WPxcSTj8btQA/Bo34Pu/wOT+Bjzk/mH5gPyBe
        eD8eryw/aXzXPkwrFT+2dnk/OjAVP31bxT081EU/rwD5PvYpBz9W9Es/rz1gPzCHED/kJAE/8VdKP5SAdT+jBO0+
        22yxPYLTFj9VUXw/0YI5Pz0N/z5GfwM/pWRTP5eiVD8g+B8/fkxKP3+d4j40jgk+/jE2PzMDZz/Cs/M+k2YQPmVV
        KT+9bWI/GpbuPqtvVT/F1Fo/PCw6P3/TIj/8ORk/dzvVPn98Vj6LqHA+lIA+P5BSej9F890+17vKPmaOGj/m3yY/
        7ZNVPw2QEz9XvyU/vpZEP3hZLD5gdqo+RAU9P6A1JD7IOiQ+ZlNIP7fPiD+I4g0/FruOPvgXDT9EQDU+Bs0IP3rP
        /D6n7UE+fXEXP/mm+z6d4Ek+V/8hP+SYyT6MyDE+iJlpP2uDAD9RT5k9YwE2P+DxKD6g2Us/Z/tOP56VRT4KwcM+
        Pnz4PiPGxj63cAM/XL4APwAf5T7uXQw/eK0HP5tMBj92vU0/d4FAP0X6Uj/xFHg/wJBQPwiJOz41XLY+JMpHPyKs
        hz7DTwc/+M5iP9AnXz7vbBI/TsaJPw==
        """),
  ]
}
