#include "CModels.h"

// `#embed` is C23, and clang has it in every mode; only its remark about the mode is unwanted.
#if defined(__clang__)
#pragma clang diagnostic ignored "-Wc23-extensions"
#endif

static const unsigned char shapes_network[] = {
#embed "../../Models/shapes/model.onnx" suffix(, )
  0};

static const unsigned char shapes_manifest[] = {
#embed "../../Models/shapes/model.json" suffix(, )
  0};

static const unsigned char shapes_labels[] = {
#embed "../../Models/shapes/labels.txt" suffix(, )
  0};

static const unsigned char iris_network[] = {
#embed "../../Models/iris/iris.onnx" suffix(, )
  0};

static const unsigned char iris_manifest[] = {
#embed "../../Models/iris/iris.json" suffix(, )
  0};

static const unsigned char mood_network[] = {
#embed "../../Models/mood/mood.onnx" suffix(, )
  0};

static const unsigned char mood_manifest[] = {
#embed "../../Models/mood/mood.json" suffix(, )
  0};

static const unsigned char mood_vocabulary[] = {
#embed "../../Models/mood/vocab.txt" suffix(, )
  0};

static const unsigned char mood_tokenizer[] = {
#embed "../../Models/mood/tokenizer_config.json" suffix(, )
  0};

static const unsigned char catalogue[] = {
#embed "../../Models/catalogue.json" suffix(, )
  0};

static const unsigned char truth_pictures[] = {
#embed "../../Models/ground-truth/pictures.png" suffix(, )
  0};

static const unsigned char truth_masks[] = {
#embed "../../Models/ground-truth/masks.png" suffix(, )
  0};

static const unsigned char truth_references[] = {
#embed "../../Models/ground-truth/references.png" suffix(, )
  0};

static const unsigned char truth_texts[] = {
#embed "../../Models/ground-truth/texts.json" suffix(, )
  0};

static const unsigned char truth_columns_network[] = {
#embed "../../Models/ground-truth/columns.onnx" suffix(, )
  0};

static const unsigned char truth_rows[] = {
#embed "../../Models/ground-truth/rows.csv" suffix(, )
  0};

#define FILE_OF(bytes) {bytes, sizeof(bytes) - 1}

const CModelsFile cmodels_shapes_network = FILE_OF(shapes_network);
const CModelsFile cmodels_shapes_manifest = FILE_OF(shapes_manifest);
const CModelsFile cmodels_shapes_labels = FILE_OF(shapes_labels);
const CModelsFile cmodels_iris_network = FILE_OF(iris_network);
const CModelsFile cmodels_iris_manifest = FILE_OF(iris_manifest);
const CModelsFile cmodels_mood_network = FILE_OF(mood_network);
const CModelsFile cmodels_mood_manifest = FILE_OF(mood_manifest);
const CModelsFile cmodels_mood_vocabulary = FILE_OF(mood_vocabulary);
const CModelsFile cmodels_mood_tokenizer = FILE_OF(mood_tokenizer);
const CModelsFile cmodels_catalogue = FILE_OF(catalogue);
const CModelsFile cmodels_truth_pictures = FILE_OF(truth_pictures);
const CModelsFile cmodels_truth_masks = FILE_OF(truth_masks);
const CModelsFile cmodels_truth_references = FILE_OF(truth_references);
const CModelsFile cmodels_truth_texts = FILE_OF(truth_texts);
const CModelsFile cmodels_truth_columns_network = FILE_OF(truth_columns_network);
const CModelsFile cmodels_truth_rows = FILE_OF(truth_rows);
