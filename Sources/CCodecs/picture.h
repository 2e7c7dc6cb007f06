/// What the decoders share.
#ifndef CODECS_PICTURE_H
#define CODECS_PICTURE_H

#include "CCodecs.h"

/// Notes the first damage; later ones are mostly its consequences.
void codecs_note_damage(codecs_picture *picture, codecs_status status, const char *message);

/// Counts a complaint that cost no pixels, and keeps the first one's text.
void codecs_note_warning(codecs_picture *picture, const char *message);

/// Says whether the size in the header is within the limits, and notes it if it is not.
/// Nothing is allocated for a picture before this has returned 1.
int codecs_accept_size(
  codecs_picture *picture, const codecs_limits *limits, uint32_t width, uint32_t height);

/// Keeps a copy of Exif data.
void codecs_keep_exif(codecs_picture *picture, const uint8_t *bytes, size_t length);

/// Gives a picture the memory of its samples: the caller's, or else its own. Returns 0, and notes it,
/// if there is none.
int codecs_take_samples(codecs_picture *picture, const codecs_limits *limits);

/// Releases the samples alone: there is no picture.
void codecs_drop_samples(codecs_picture *picture);

#endif
