import Explaining
import Foundation
import Imaging
import Inputs
import Models
import Rendering

let request = try Request(RequestDraft(network: NetworkRequest(model: "shapes")))
let explainer = try Explainer(request, in: ModelStore(environment: [:]))
for explanation in try explainer.explain(InputSource(path: CommandLine.arguments[1])) {
  guard let photo = explanation.photo else { continue }
  print(explanation.quantity.label, explanation.completeness.relativeGap ?? 0)
  let map = Heatmap(attributions: explanation.attributions).onPhoto(photo.prepared.placement)
  try Data(map.mask().pngData()).write(to: URL(filePath: "mask.png"))
  let overlay = map.overlaid(on: photo.decoded.image)
  try Data(overlay.pngData()).write(to: URL(filePath: "overlay.png"))
}
