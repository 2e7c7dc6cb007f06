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

/// `Models/shapes/model.onnx`: the network that is always there.
extern const CModelsFile cmodels_shapes_network;

/// `Models/shapes/model.json`: its manifest.
extern const CModelsFile cmodels_shapes_manifest;

/// `Models/shapes/labels.txt`: its class names, one per line.
extern const CModelsFile cmodels_shapes_labels;

/// `Models/catalogue.json`: the networks that can be fetched or recognised.
extern const CModelsFile cmodels_catalogue;

#endif
