"""Attribution at values inside a network of rows: cases, and the values as attribution_reference
wants them."""

import torch

import attribution_reference as methods
from feature_cases import FEW, Case, averaged
from feature_reference import BATCH, PointScore


class Rest(torch.nn.Module):
    """The layers after one of a sequence."""

    def __init__(self, network, count):
        super().__init__()
        self.layers = network[count:]

    def forward(self, x):
        return self.layers(x)


class PointLayer:
    """V, what the first layers of a sequence say, and dF/dV."""

    def __init__(self, F, count):
        self.before = F.network[:count]
        self.F, self.after = F, PointScore(Rest(F.network, count), F.target, F.kind, F.seed)

    def tail(self, x):
        return self.after

    def values_and_gradients(self, points):
        with torch.no_grad():
            parts = [
                self.before(self.F.tensor(points[i : i + BATCH]))
                for i in range(0, len(points), BATCH)
            ]
        values = torch.cat(parts).double().numpy()
        return values, self.after.gradients(values)


def layer_cases(network):
    """Yields cases for the layers of a network that tells them."""
    for name, module in network.layers.items():
        count = list(network.module).index(module) + 1
        place = ["--layer", name]

        def case(method, arguments, reference, uses_baselines=True, count=count, place=place):
            return Case(
                method, [*place, *arguments],
                lambda F, given: reference(PointLayer(F, count), given),
                uses_baselines=uses_baselines,
                are_gradients=method in ("gradient", "internal-influence"),
            )  # fmt: skip

        rule = ["--rule", "gauss-legendre", "--steps", FEW]
        yield case(
            "ig", rule,
            averaged(
                lambda v, given, b: methods.layer_integrated_gradients(
                    v, given.x, b, "gauss-legendre", FEW
                )
            ),
        )  # fmt: skip
        yield case(
            "conductance", ["--steps", FEW],
            averaged(lambda v, given, b: methods.conductance(v, given.x, b, "trapezoid", FEW)),
        )  # fmt: skip
        yield case(
            "internal-influence", rule,
            averaged(
                lambda v, given, b: methods.internal_influence(
                    v, given.x, b, "gauss-legendre", FEW
                )
            ),
        )  # fmt: skip
        yield case("gradient", [], lambda v, given: methods.layer_gradient(v, given.x), False)
        yield case(
            "input-x-gradient", [], lambda v, given: methods.layer_gradient(v, given.x, True), False
        )
