import CModels
import Foundation

/// Inputs of built-in networks of which it is known what matters, with what does.
public enum GroundTruthFiles {
  /// Pictures for the network `shapes`, ten in a row on one sheet, each of the network's size; a PNG.
  public static var pictures: Data { Data(cmodels_truth_pictures) }
  /// Their objects, white, on a sheet like that; a PNG.
  public static var masks: Data { Data(cmodels_truth_masks) }
  /// Other pictures to draw from, on a sheet like that; a PNG.
  public static var references: Data { Data(cmodels_truth_references) }
  /// Texts for the network `mood`: a JSON list of objects with `text` and `spans`, pairs of bytes.
  public static var texts: Data { Data(cmodels_truth_texts) }
  /// A network for rows of a table; ONNX.
  public static var columnsNetwork: Data { Data(cmodels_truth_columns_network) }
  /// Rows for it, of which the columns 3, 6 and 10 matter; CSV.
  public static var rows: Data { Data(cmodels_truth_rows) }
}
