import Classification
import Foundation
import Models
import Tensors

/// Looks at a network's bytes as `igtool model info` does, and runs it where that is little work.
public func inspectNetwork(_ bytes: [UInt8]) {
  guard let folder, (try? Data(bytes).write(to: folder.appendingPathComponent("net.onnx"))) != nil
  else { fatalError("no folder for networks") }
  let store = try? ModelStore(
    modelDirectory: nil, environment: ["IGTOOL_OFFLINE": "1"], home: folder.path)
  let path = folder.appendingPathComponent("net.onnx").path
  guard let files = try? store?.locate(path),
    let found = try? NetworkInspection(files), let classifier = found.classifier
  else { return }
  var engine = EngineOptions()
  (engine.threads, engine.memoryLimit, engine.workLimit) = (1, 100_000_000, 10_000_000)
  guard classifier.heldInputs.isEmpty, classifier.embedding == nil,
    let recognizer = try? classifier.recognizer(engine: engine)
  else { return }
  let point = Tensor(classifier.pointShape, repeating: 0.5)
  guard let answer = try? recognizer.probabilities(of: point) else { return }
  expect(answer.count == classifier.labels.count, "one number for each class")
}

/// A folder in memory of this process.
private let folder: URL? = {
  let url = URL(fileURLWithPath: "/dev/shm/igtool-fuzz-\(getpid())")
  try? FileManager.default.createDirectory(at: url, withIntermediateDirectories: true)
  return url
}()
