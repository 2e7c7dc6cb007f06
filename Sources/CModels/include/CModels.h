#ifndef CMODELS_H
#define CMODELS_H

#include <stddef.h>

/// A file of the repository's folder `Models` as it was when this binary was built.
///
/// `bytes` points to constant memory that lives as long as the process; a zero byte that does not
/// count in `size` follows the last one.
typedef struct {
  const unsigned char *_Nonnull bytes;
  size_t size;
} CModelsFile;

/// `Models/shapes/model.onnx`: a network for pictures.
extern const CModelsFile cmodels_shapes_network;

/// `Models/shapes/model.json`: its manifest.
extern const CModelsFile cmodels_shapes_manifest;

/// `Models/shapes/labels.txt`: its class names, one per line.
extern const CModelsFile cmodels_shapes_labels;

/// `Models/iris/iris.onnx`: a network for rows of a table.
extern const CModelsFile cmodels_iris_network;

/// `Models/iris/iris.json`: its manifest, with its labels.
extern const CModelsFile cmodels_iris_manifest;

/// `Models/mood/mood.onnx`: a network for texts.
extern const CModelsFile cmodels_mood_network;

/// `Models/mood/mood.json`: its manifest, with its labels.
extern const CModelsFile cmodels_mood_manifest;

/// `Models/mood/vocab.txt`: the tokens that it reads, one per line.
extern const CModelsFile cmodels_mood_vocabulary;

/// `Models/mood/tokenizer_config.json`: how its texts become tokens.
extern const CModelsFile cmodels_mood_tokenizer;

/// `Models/catalogue.json`: the networks that can be fetched or recognised.
extern const CModelsFile cmodels_catalogue;

/// `Models/ground-truth/pictures.png`: pictures of known objects, ten in a row.
extern const CModelsFile cmodels_truth_pictures;

/// `Models/ground-truth/masks.png`: the objects of these pictures.
extern const CModelsFile cmodels_truth_masks;

/// `Models/ground-truth/references.png`: other pictures, ten in a row.
extern const CModelsFile cmodels_truth_references;

/// `Models/ground-truth/texts.json`: texts, and what matters of them.
extern const CModelsFile cmodels_truth_texts;

/// `Models/ground-truth/columns.onnx`: a network for rows of which three columns matter.
extern const CModelsFile cmodels_truth_columns_network;

/// `Models/ground-truth/rows.csv`: rows for it.
extern const CModelsFile cmodels_truth_rows;

#endif
