"""Tests of ONNX that are not judged, and those that igtool may refuse, with reasons.

Patterns are those of shell file names and are held against a test's name.
"""

TOO_WIDE = "float64 numbers beyond single precision"
NO_NUMBERS = "an array without numbers"

# Not run: their answers cannot be compared.
UNJUDGED = {
    "test_bernoulli*": "random numbers",
    "test_training_dropout": "random numbers",
    "test_training_dropout_mask": "random numbers",
    "test_training_dropout_default*": "random numbers",
    "test_gradient_of_*": "an operator that trains",
    "test_adam*": "an operator that trains",
    "test_adagrad*": "an operator that trains",
    "test_momentum*": "an operator that trains",
    "test_nesterov_momentum*": "an operator that trains",
    "test_operator_add_broadcast": TOO_WIDE,
    "test_operator_add_size1_right_broadcast": TOO_WIDE,
    "test_operator_add_size1_singleton_broadcast": TOO_WIDE,
    "test_operator_addconstant": TOO_WIDE,
    # The answer has 0.6 * 4 - 1 where ONNX's text has the length of the resized array, 2, minus 1;
    # onnxruntime follows the text.
    "test_resize_downsample_scales_*_align_corners": "corners aligned by a fractional length",
    # All scores are equal, about 9.5e9, where neighbouring numbers are 1024 apart.
    "light_squeezenet": "a softmax of rounding errors",
}

# Tests of operators that igtool has, which it may refuse.
MAY_BE_REFUSED = {
    "test_batchnorm_*_training_mode*": "training",
    "test_training_dropout_zero_ratio*": "training",
    "test_attention_*_padded_kv": "a cache of keys that is not full",
    "test_constantofshape_int_shape_zero": NO_NUMBERS,
    "test_reduce_*_empty_set*": NO_NUMBERS,
    "test_reshape_allowzero_reordered": NO_NUMBERS,
    "test_shape_start_greater_than_end": NO_NUMBERS,
    "test_slice_start_out_of_bounds": NO_NUMBERS,
    "test_split_zero_size_splits_*": NO_NUMBERS,
    "test_tri[lu]_zero": NO_NUMBERS,
}
