/// Feeds the decoders with files and with damaged pictures of its own, and encodes pictures. Built
/// with sanitizers by Scripts/check-codecs; every input runs in a process of its own, so that a crash is counted.
#include <dirent.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include <jpeglib.h>

#include "CCodecs.h"

enum { DECODED = 0, REFUSED = 10, CHANGES_PER_PICTURE = 2000, SECONDS_ALLOWED = 60 };

typedef struct {
  uint8_t *bytes;
  size_t length;
} data;

typedef struct {
  int files, decoded, refused, crashes;
  double slowest;
} tally;

static double now(void) {
  struct timespec time;
  clock_gettime(CLOCK_MONOTONIC, &time);
  return (double)time.tv_sec + 1e-9 * (double)time.tv_nsec;
}

/// Decodes, and reads every sample, so that a picture that is shorter than it says is found out.
static int decode_once(data input, int tolerant) {
  codecs_limits limits = {
    .maximum_pixels = 100000000, .maximum_side = 65535, .maximum_scans = 100,
    .tolerant = tolerant};
  int is_png = input.length > 1 && input.bytes[0] == 0x89;
  codecs_picture picture = is_png ? codecs_decode_png(input.bytes, input.length, &limits)
                                  : codecs_decode_jpeg(input.bytes, input.length, &limits);
  volatile uint8_t sum = 0;
  if (picture.samples) {
    size_t count = (size_t)picture.width * picture.height * 3;
    for (size_t index = 0; index < count; index++) sum ^= picture.samples[index];
  }
  for (size_t index = 0; index < picture.exif_length; index++) sum ^= picture.exif[index];
  int decoded = picture.samples != NULL;
  if (!decoded && picture.status == CODECS_OK) abort();
  if (decoded && !tolerant && picture.status != CODECS_OK) abort();
  codecs_free_picture(&picture);
  return decoded;
}

static int decode_twice(data input) {
  int decoded = decode_once(input, 0);
  if (decode_once(input, 1) < decoded) abort();
  return decoded;
}

static data read_file(const char *path) {
  data result = {0};
  FILE *file = fopen(path, "rb");
  struct stat status;
  if (!file || stat(path, &status)) return result;
  result.length = (size_t)status.st_size;
  result.bytes = malloc(result.length + 1);
  result.length = fread(result.bytes, 1, result.length, file);
  fclose(file);
  // The decoders get exactly as much as there is, so that reading on is noticed.
  uint8_t *exact = malloc(result.length ? result.length : 1);
  memcpy(exact, result.bytes, result.length);
  free(result.bytes);
  result.bytes = exact;
  return result;
}

static void run_file(const char *path, tally *total) {
  double start = now();
  pid_t child = fork();
  if (child == 0) {
    alarm(SECONDS_ALLOWED);
    data input = read_file(path);
    int decoded = decode_twice(input);
    free(input.bytes);
    exit(decoded ? DECODED : REFUSED);
  }
  int status = 0;
  waitpid(child, &status, 0);
  double seconds = now() - start;
  if (seconds > total->slowest) total->slowest = seconds;
  total->files += 1;
  if (WIFEXITED(status) && WEXITSTATUS(status) == DECODED) {
    total->decoded += 1;
  } else if (WIFEXITED(status) && WEXITSTATUS(status) == REFUSED) {
    total->refused += 1;
  } else {
    total->crashes += 1;
    fprintf(stderr, "crash or hang: %s\n", path);
  }
}

static void run_path(const char *path, tally *total) {
  struct stat status;
  if (stat(path, &status)) return;
  if (!S_ISDIR(status.st_mode)) {
    run_file(path, total);
    return;
  }
  DIR *folder = opendir(path);
  if (!folder) return;
  for (struct dirent *entry = readdir(folder); entry; entry = readdir(folder)) {
    char inner[4096];
    if (entry->d_name[0] == '.') continue;
    snprintf(inner, sizeof inner, "%s/%s", path, entry->d_name);
    run_path(inner, total);
  }
  closedir(folder);
}

static uint8_t drawing[32 * 32 * 4];

static data make_jpeg(int channels, J_COLOR_SPACE space, int progressive) {
  struct jpeg_compress_struct library;
  struct jpeg_error_mgr errors;
  unsigned char *bytes = NULL;
  unsigned long length = 0;
  library.err = jpeg_std_error(&errors);
  jpeg_create_compress(&library);
  jpeg_mem_dest(&library, &bytes, &length);
  library.image_width = 32;
  library.image_height = 32;
  library.input_components = channels;
  library.in_color_space = channels == 1 ? JCS_GRAYSCALE : channels == 3 ? JCS_RGB : JCS_CMYK;
  jpeg_set_defaults(&library);
  jpeg_set_colorspace(&library, space);
  if (progressive) jpeg_simple_progression(&library);
  jpeg_start_compress(&library, TRUE);
  static const uint8_t exif[] = "Exif\0\0II*\0\10\0\0\0\1\0\22\1\3\0\1\0\0\0\6\0\0\0\0\0\0\0";
  jpeg_write_marker(&library, JPEG_APP0 + 1, exif, sizeof exif - 1);
  while (library.next_scanline < library.image_height) {
    JSAMPROW row = drawing + 32u * (unsigned)channels * library.next_scanline;
    jpeg_write_scanlines(&library, &row, 1);
  }
  jpeg_finish_compress(&library);
  jpeg_destroy_compress(&library);
  return (data){bytes, length};
}

static data make_png(int channels) {
  codecs_bytes result = codecs_encode_png(drawing, 32, 32, (uint32_t)channels);
  return (data){result.bytes, result.length};
}

/// Encodes as JPEG, at every quality and at sizes around those of libjpeg's blocks, from samples of
/// exactly that size, so that reading on is noticed; what comes out must decode.
static int run_encoder(void) {
  pid_t child = fork();
  if (child == 0) {
    alarm(SECONDS_ALLOWED);
    for (uint32_t side = 1; side <= 17; side++) {
      for (uint32_t channels = 1; channels <= 3; channels += 2) {
        size_t count = (size_t)side * 9 * channels;
        uint8_t *samples = malloc(count);
        memcpy(samples, drawing, count);
        for (int quality = 1; quality <= 100; quality += 9) {
          codecs_bytes file = codecs_encode_jpeg(samples, side, 9, channels, quality);
          if (file.status != CODECS_OK || !decode_twice((data){file.bytes, file.length})) abort();
          codecs_free_bytes(&file);
        }
        free(samples);
      }
    }
    codecs_bytes refused = codecs_encode_jpeg(drawing, 65501, 1, 1, 90);
    if (refused.status != CODECS_UNSUPPORTED || refused.bytes) abort();
    exit(0);
  }
  int status = 0;
  waitpid(child, &status, 0);
  return !WIFEXITED(status) || WEXITSTATUS(status) != 0;
}

static uint32_t next_random(uint32_t *state) {
  *state = *state * 1664525u + 1013904223u;
  return *state >> 8;
}

/// Decodes a damaged copy: shorter by `missing` bytes, or, if none are missing, with a few bytes
/// changed.
static int decode_damaged(data input, size_t missing, uint32_t *state) {
  data copy = {malloc(input.length - missing + 1), input.length - missing};
  memcpy(copy.bytes, input.bytes, copy.length);
  for (uint32_t change = 0; !missing && change <= next_random(state) % 3; change++) {
    copy.bytes[next_random(state) % copy.length] ^= (uint8_t)(1u << next_random(state) % 8);
  }
  int decoded = decode_twice(copy);
  free(copy.bytes);
  return decoded;
}

/// All truncations of a picture and many changes of it, in one process; returns 1 if it crashed.
static int run_mutations(data input, int *count) {
  *count += (int)input.length + CHANGES_PER_PICTURE;
  pid_t child = fork();
  if (child == 0) {
    alarm(10 * SECONDS_ALLOWED);
    uint32_t state = 1;
    for (size_t missing = 1; missing <= input.length; missing++) {
      decode_damaged(input, missing, &state);
    }
    for (int index = 0; index < CHANGES_PER_PICTURE; index++) decode_damaged(input, 0, &state);
    free(input.bytes);
    exit(0);
  }
  int status = 0;
  waitpid(child, &status, 0);
  free(input.bytes);
  return !WIFEXITED(status) || WEXITSTATUS(status) != 0;
}

int main(int count, char **arguments) {
  for (unsigned index = 0; index < sizeof drawing; index++) {
    drawing[index] = (uint8_t)(index * 7 + index / 97 * 31);
  }
  tally total = {0};
  for (int index = 1; index < count; index++) run_path(arguments[index], &total);
  printf(
    "%d files: %d decoded, %d refused, %d crashes; slowest %.2f s\n", total.files, total.decoded,
    total.refused, total.crashes, total.slowest);
  fflush(stdout);

  data pictures[] = {
    make_png(1), make_png(3), make_png(4), make_jpeg(1, JCS_GRAYSCALE, 0),
    make_jpeg(3, JCS_YCbCr, 0), make_jpeg(3, JCS_YCbCr, 1), make_jpeg(4, JCS_CMYK, 0),
    make_jpeg(4, JCS_YCCK, 1)};
  int mutations = 0, crashes = 0;
  for (unsigned index = 0; index < sizeof pictures / sizeof pictures[0]; index++) {
    crashes += run_mutations(pictures[index], &mutations);
  }
  printf("%d mutations: %d crashes\n", mutations, crashes);
  fflush(stdout);
  int encoder = run_encoder();
  printf("encoder: %s\n", encoder ? "crash, or a wrong file" : "right");
  crashes += encoder;
  return total.crashes + crashes ? 1 : 0;
}
