// Functions of single numbers, and arithmetic of two arrays.
//
// Legend: as in CKernels.h; an array is rows of `columns` floats, rows `stride` apart.

#ifndef IGK_POINTWISE_H
#define IGK_POINTWISE_H

#include <stddef.h>

#ifdef __cplusplus
extern "C" {
#endif

/// Rows of floats.
typedef struct {
  float *base;
  size_t stride;  // from one row to the next
} igk_rows;

/// Constants of a function; what they are depends on the function.
typedef struct {
  float a, b, c;
} igk_constants;

/// y = f(x), row by row; y may lie over x.
typedef void igk_pointwise(igk_rows x, igk_rows y, size_t rows, size_t columns,
                           const igk_constants *constants);

/// dx = (accumulate ? dx : 0) + dy · f′, where f′ is made of `source`: x or y = f(x), as the
/// function wants it; dx may lie over dy.
typedef void igk_pointwise_backward(igk_rows source, igk_rows dy, igk_rows dx, size_t rows,
                                    size_t columns, const igk_constants *constants,
                                    int accumulate);

// MARK: Functions whose slope is made of y

igk_pointwise igk_sigmoid;
igk_pointwise_backward igk_sigmoid_backward;
igk_pointwise igk_tanh;
igk_pointwise_backward igk_tanh_backward;
igk_pointwise igk_exp;
igk_pointwise_backward igk_exp_backward;
igk_pointwise igk_sqrt;
igk_pointwise_backward igk_sqrt_backward;
/// 1 / x.
igk_pointwise igk_reciprocal;
igk_pointwise_backward igk_reciprocal_backward;
/// 1 / sqrt(x).
igk_pointwise igk_reciprocal_sqrt;
igk_pointwise_backward igk_reciprocal_sqrt_backward;
/// -x.
igk_pointwise igk_negate;
igk_pointwise_backward igk_negate_backward;
/// log(1 + exp(x)).
igk_pointwise igk_softplus;
igk_pointwise_backward igk_softplus_backward;
/// b x where x > 0, else a (exp(c x) - 1); a, b and c are not negative.
igk_pointwise igk_elu;
igk_pointwise_backward igk_elu_backward;
/// x limited to a…b; the slope is 1 strictly inside.
igk_pointwise igk_clip;
igk_pointwise_backward igk_clip_backward;
/// a x + b limited to 0…1; the slope is a strictly inside.
igk_pointwise igk_hard_sigmoid;
igk_pointwise_backward igk_hard_sigmoid_backward;

// MARK: Functions whose slope is made of x

/// x, or a x where x is not positive. Where a is not negative, the slope may be made of y as well.
igk_pointwise igk_leaky_relu;
igk_pointwise_backward igk_leaky_relu_backward;
igk_pointwise igk_log;
igk_pointwise_backward igk_log_backward;
igk_pointwise igk_abs;
igk_pointwise_backward igk_abs_backward;
igk_pointwise igk_erf;
igk_pointwise_backward igk_erf_backward;
/// x Φ(x), Φ being the normal distribution function.
igk_pointwise igk_gelu;
igk_pointwise_backward igk_gelu_backward;
/// x (1 + tanh(sqrt(2 / pi) (x + 0.044715 x³))) / 2.
igk_pointwise igk_gelu_tanh;
igk_pointwise_backward igk_gelu_tanh_backward;
/// x sigmoid(a x).
igk_pointwise igk_silu;
igk_pointwise_backward igk_silu_backward;
/// x tanh(softplus(x)).
igk_pointwise igk_mish;
igk_pointwise_backward igk_mish_backward;
/// x min(max(x / 6 + 1 / 2, 0), 1).
igk_pointwise igk_hard_swish;
igk_pointwise_backward igk_hard_swish_backward;
/// x / (1 + |x|).
igk_pointwise igk_softsign;
igk_pointwise_backward igk_softsign_backward;
igk_pointwise igk_square;
igk_pointwise_backward igk_square_backward;
igk_pointwise igk_cube;
igk_pointwise_backward igk_cube_backward;
/// x to the power a.
igk_pointwise igk_power_of;
igk_pointwise_backward igk_power_of_backward;
igk_pointwise igk_sin;
igk_pointwise_backward igk_sin_backward;
igk_pointwise igk_cos;
igk_pointwise_backward igk_cos_backward;

// MARK: Functions without slope

igk_pointwise igk_floor;
igk_pointwise igk_ceil;
/// To the nearest integer, of two the even one.
igk_pointwise igk_round;
igk_pointwise igk_truncate;
/// -1, 0 or 1.
igk_pointwise igk_sign;

// MARK: Arithmetic

/// An operand of arithmetic: number c of row r is base[r * stride + c * step]. A stride of 0
/// repeats one row, a step of 0 (else 1) one number of each row.
typedef struct {
  float *base;
  size_t stride, step;
} igk_operand;

/// y = f(a, b).
typedef void igk_arithmetic(igk_operand a, igk_operand b, igk_rows y, size_t rows,
                            size_t columns);

/// dx = (accumulate ? dx : 0) + dy · the slope of f along one of its operands, dx being laid out
/// like that operand: what it repeats is summed, always in the same order.
typedef void igk_arithmetic_backward(igk_operand a, igk_operand b, igk_rows dy, igk_operand dx,
                                     size_t rows, size_t columns, int accumulate);

igk_arithmetic igk_sum;
igk_arithmetic igk_difference;
igk_arithmetic igk_product;
igk_arithmetic igk_quotient;
/// Not a number if one of the operands is not, like the maximum.
igk_arithmetic igk_minimum;
igk_arithmetic igk_maximum;
igk_arithmetic igk_power;
/// a, or a b where a is not positive.
igk_arithmetic igk_prelu;

/// The slope 1, of a sum for instance.
igk_arithmetic_backward igk_pass;
/// The slope -1.
igk_arithmetic_backward igk_pass_negated;
igk_arithmetic_backward igk_product_left;
igk_arithmetic_backward igk_product_right;
igk_arithmetic_backward igk_quotient_left;
igk_arithmetic_backward igk_quotient_right;
/// Of equal operands each gets half, as of the maximum.
igk_arithmetic_backward igk_minimum_left;
igk_arithmetic_backward igk_minimum_right;
igk_arithmetic_backward igk_maximum_left;
igk_arithmetic_backward igk_maximum_right;
igk_arithmetic_backward igk_power_left;
igk_arithmetic_backward igk_power_right;
igk_arithmetic_backward igk_prelu_left;
igk_arithmetic_backward igk_prelu_right;
/// The slope is 1 where a is not zero.
igk_arithmetic_backward igk_where_true;
/// The slope is 1 where a is zero.
igk_arithmetic_backward igk_where_false;

// Results that are 0 or 1.
igk_arithmetic igk_equal;
igk_arithmetic igk_less;
igk_arithmetic igk_less_or_equal;
igk_arithmetic igk_greater;
igk_arithmetic igk_greater_or_equal;
igk_arithmetic igk_and;
igk_arithmetic igk_or;
igk_arithmetic igk_exclusive_or;

/// The quotient, rounded towards zero.
igk_arithmetic igk_truncated_quotient;
/// a - b floor(a / b), which has the sign of b.
igk_arithmetic igk_remainder;
igk_arithmetic_backward igk_remainder_right;
/// a - b trunc(a / b), which has the sign of a.
igk_arithmetic igk_truncated_remainder;
igk_arithmetic_backward igk_truncated_remainder_right;

/// y = a where the condition is not zero, else b.
void igk_choice(igk_operand condition, igk_operand a, igk_operand b, igk_rows y, size_t rows,
                size_t columns);

#ifdef __cplusplus
}
#endif

#endif
