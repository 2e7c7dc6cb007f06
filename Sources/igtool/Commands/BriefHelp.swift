import ArgumentParser

/// A command with more options than a screen shows: what `-h` says of it.
protocol BrieflyExplained: ParsableCommand {
  /// What most people need, on a screen of 80 columns and 24 lines.
  static var brief: String { get }
}

/// What `-h` says.
enum BriefHelp {
  /// The help that words ask for; nil where they do not, or where a command has no brief one.
  static func text(for words: [String]) -> String? {
    let chain = CommandChain(words)
    guard chain.rest.prefix(while: { $0 != "--" }).contains("-h") else { return nil }
    return (chain.command as? any BrieflyExplained.Type)?.brief
  }
}

extension Igtool: BrieflyExplained {
  static let brief = """
    igtool: which parts of the input made this network say that?

      igtool explain photo.jpg                   with GoogLeNet, which is fetched
      igtool explain photo.jpg --model shapes    with the network in this program
      igtool explain rows.csv --model iris       rows of a table
      igtool explain --text "…" --model mood     a text

    explain       which parts of the input made the network say that
    compare       maps by several methods, baselines and targets in one picture
    evaluate      how good maps are, several methods side by side
    interactions  which parts count only together
    classify      the most probable classes
    summarize     what a whole run of explain says
    check         whether a network still explains inputs as it did
    methods       the methods of explain, with what they cost
    model         networks: list, pull, add, info, classes, verify, remove
    run           a network on arrays
    bench         how fast a network is explained on this machine
    doctor        what this machine and set-up can do

    igtool COMMAND -h shows what most people need, igtool COMMAND --help everything.
    """
}

extension Explain: BrieflyExplained {
  static let brief = """
    igtool explain INPUT…: which parts of the input made the network say that?

      igtool explain photo.jpg               photo.mask.png and photo.overlay.png
      igtool explain -r photos/ -o maps      a folder, and the folders in it
      igtool explain rows.csv --model iris   rows; a text by --text "…" --model mood

      -m, --model NAME      network or its file [googlenet]; igtool model list
      -t, --target CLASS    what is explained: top, a label, a number … [top]
          --contrast CLASS  … minus the score of this class
          --score KIND      probability, logit or log-probability [probability]
          --method NAME     how the score is split [ig]; igtool methods
      -b, --baseline WHAT   where paths begin: black, blur, a picture … [black]
      -s, --steps N         even steps along the path, in place of as many as needed
      -o, --output-dir DIR  folder for files, - for one file to standard output [.]
          --save LIST       any of mask, overlay, panel, npy, json, html …
          --name PATTERN    what files are called, as in {stem}.{method}.{product}
          --style STYLE     tutorial, paper or clean
          --preview         draw in the terminal, too
          --json            one JSON object for each input, and nothing else
          --require-gap S   status 3 if attributions miss the score by more than S
          --like FILE.json  as an earlier explanation; -q, --quiet: errors alone
    igtool explain --help lists everything.
    """
}

extension Compare: BrieflyExplained {
  static let brief = """
    igtool compare PICTURE…: maps by several means, side by side in one picture

      igtool compare photo.jpg --method ig --method guided-ig --method grad-cam
      igtool compare photo.jpg --baseline black --baseline white --target top2

      -m, --model NAME      network or its file [googlenet]; igtool model list
          --method NAME     how the score is split; repeatable [ig]; igtool methods
      -b, --baseline WHAT   where paths begin: black, white, blur, a picture …;
                            repeatable [black]
      -s, --steps N         even steps along the path; repeatable
      -t, --target CLASS    what is explained: top, a label, a number …;
                            repeatable [top]
          --columns WHAT    method, baseline, steps or target across the sheet
          --show PICTURE    overlay, mask, heatmap … in every cell [overlay]
          --scale each      a scale for each map, in place of one for all
          --style STYLE     tutorial, paper or clean
      -o, --output-dir DIR  folder for files, - for one file to standard output [.]
      -r, --recursive       search folders in folders, too
          --json            one JSON object for each picture, and nothing else
    igtool compare --help lists everything.
    """
}

extension Evaluate: BrieflyExplained {
  static let brief = """
    igtool evaluate INPUT…: how good maps are, several methods side by side

      igtool evaluate photo.jpg
      igtool evaluate photos/ --method ig --method idgi --method grad-cam

      -m, --model NAME      network or its file [googlenet]; igtool model list
          --method NAME     how the score is split; repeatable [ig]; igtool methods
          --metric LIST     what is measured; --help tells what each is
          --fill WHAT       what takes the place of what is removed; repeatable
                            [of pictures mean and blur]
          --parts N         equal parts in which features are removed [28]
      -t, --target CLASS    what is explained: top, a label, a number … [top]
      -b, --baseline WHAT   where paths begin: black, blur, a picture … [black]
      -o, --output-dir DIR  folder for files [.]
          --save LIST       any of json, html, svg
          --resume          leave out what an earlier run has done
      -r, --recursive       search folders in folders, too
          --json            one JSON object for each input, and one of all
    igtool evaluate --help lists everything.
    """
}

extension Classify: BrieflyExplained {
  static let brief = """
    igtool classify INPUT…: the most probable classes of pictures, rows or texts

      igtool classify photo.jpg
      igtool classify -r photos/ --top 3 --model squeezenet
      igtool classify rows.csv --model iris --rows 1-3
      igtool classify --text "The walk was quite great." --model mood

      -m, --model NAME      network or its file [googlenet]; igtool model list
          --top K           number of classes [5]
          --labels FILE     names of the classes: lines or JSON
          --rows LIST       rows of tables, or lines of texts, as in 3,7-9
      -r, --recursive       search folders in folders, too
          --json            one JSON object for each input, and nothing else
      -q, --quiet           errors alone
    igtool classify --help lists everything.
    """
}
