#include "CModels.h"

// `#embed` is C23, and clang has it in every mode; only its remark about the mode is unwanted.
#if defined(__clang__)
#pragma clang diagnostic ignored "-Wc23-extensions"
#endif

static const unsigned char network[] = {
#embed "../../Models/shapes/model.onnx" suffix(, )
  0};

static const unsigned char manifest[] = {
#embed "../../Models/shapes/model.json" suffix(, )
  0};

static const unsigned char labels[] = {
#embed "../../Models/shapes/labels.txt" suffix(, )
  0};

static const unsigned char catalogue[] = {
#embed "../../Models/catalogue.json" suffix(, )
  0};

const CModelsFile cmodels_shapes_network = {network, sizeof(network) - 1};
const CModelsFile cmodels_shapes_manifest = {manifest, sizeof(manifest) - 1};
const CModelsFile cmodels_shapes_labels = {labels, sizeof(labels) - 1};
const CModelsFile cmodels_catalogue = {catalogue, sizeof(catalogue) - 1};
