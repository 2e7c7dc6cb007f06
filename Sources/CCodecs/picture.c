#include "picture.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

void codecs_note_damage(codecs_picture *picture, codecs_status status, const char *message) {
  if (picture->status != CODECS_OK) return;
  picture->status = status;
  snprintf(picture->message, sizeof picture->message, "%s", message);
}

void codecs_note_warning(codecs_picture *picture, const char *message) {
  if (picture->warnings == 0) {
    snprintf(picture->warning, sizeof picture->warning, "%s", message);
  }
  if (picture->warnings < UINT32_MAX) picture->warnings += 1;
}

int codecs_accept_size(
  codecs_picture *picture, const codecs_limits *limits, uint32_t width, uint32_t height) {
  picture->width = width;
  picture->height = height;
  if ((uint64_t)width * height > limits->maximum_pixels) {
    codecs_note_damage(picture, CODECS_TOO_MANY_PIXELS, "too many pixels");
    return 0;
  }
  if (width > limits->maximum_side || height > limits->maximum_side) {
    codecs_note_damage(picture, CODECS_TOO_LONG_SIDE, "side too long");
    return 0;
  }
  return 1;
}

void codecs_keep_exif(codecs_picture *picture, const uint8_t *bytes, size_t length) {
  if (picture->exif || length == 0) return;
  picture->exif = malloc(length);
  if (!picture->exif) return;
  memcpy(picture->exif, bytes, length);
  picture->exif_length = length;
}

int codecs_take_samples(codecs_picture *picture, const codecs_limits *limits) {
  size_t count = (size_t)picture->width * picture->height * 3;
  picture->is_in_target = limits->target && limits->capacity == count;
  picture->samples = picture->is_in_target ? limits->target : malloc(count);
  if (!picture->samples) codecs_note_damage(picture, CODECS_OUT_OF_MEMORY, "out of memory");
  return picture->samples != NULL;
}

void codecs_drop_samples(codecs_picture *picture) {
  if (!picture->is_in_target) free(picture->samples);
  picture->samples = NULL;
}

void codecs_free_picture(codecs_picture *picture) {
  codecs_drop_samples(picture);
  free(picture->exif);
  picture->exif = NULL;
  picture->exif_length = 0;
}

void codecs_free_bytes(codecs_bytes *bytes) {
  free(bytes->bytes);
  bytes->bytes = NULL;
  bytes->length = 0;
}
