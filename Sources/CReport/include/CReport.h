#ifndef CREPORT_H
#define CREPORT_H

#include <stddef.h>

/// A file of the folder `Assets` as it was when this binary was built.
///
/// `bytes` points to constant memory that lives as long as the process; a zero byte that does not
/// count in `size` follows the last one.
typedef struct {
  const unsigned char *_Nonnull bytes;
  size_t size;
} CReportFile;

/// `report.mustache`: the page of one explained picture.
extern const CReportFile creport_report_template;

/// `index.mustache`: the page of a folder of explained pictures.
extern const CReportFile creport_index_template;

/// `features.mustache`: the page of explained rows or texts.
extern const CReportFile creport_features_template;

/// `summary.mustache`: the page of a whole run.
extern const CReportFile creport_summary_template;

/// `page.css`: the looks that all pages share.
extern const CReportFile creport_page_style;

/// `report.css`: the looks of a picture's page.
extern const CReportFile creport_report_style;

/// `index.css`: the looks of the index.
extern const CReportFile creport_index_style;

/// `features.css`: what the page of rows or texts has besides the looks of a picture's page.
extern const CReportFile creport_features_style;

/// `summary.css`: what the page of a whole run has besides the looks of rows' and texts' pages.
extern const CReportFile creport_summary_style;

/// `theme.js`: the light and the dark look, on all pages.
extern const CReportFile creport_theme_script;

/// `heat.js`: the arithmetic from attributions to colours.
extern const CReportFile creport_heat_script;

/// `report.js`: draws the maps of a page and reads their values.
extern const CReportFile creport_report_script;

/// `index.js`: sorts and filters the table of the index.
extern const CReportFile creport_index_script;

#endif
