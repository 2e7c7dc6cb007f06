#include "CReport.h"

// `#embed` is C23, and clang has it in every mode; only its remark about the mode is unwanted.
#if defined(__clang__)
#pragma clang diagnostic ignored "-Wc23-extensions"
#endif

static const unsigned char report_template[] = {
#embed "Assets/report.mustache" suffix(, )
  0};

static const unsigned char index_template[] = {
#embed "Assets/index.mustache" suffix(, )
  0};

static const unsigned char features_template[] = {
#embed "Assets/features.mustache" suffix(, )
  0};

static const unsigned char summary_template[] = {
#embed "Assets/summary.mustache" suffix(, )
  0};

static const unsigned char page_style[] = {
#embed "Assets/page.css" suffix(, )
  0};

static const unsigned char report_style[] = {
#embed "Assets/report.css" suffix(, )
  0};

static const unsigned char index_style[] = {
#embed "Assets/index.css" suffix(, )
  0};

static const unsigned char features_style[] = {
#embed "Assets/features.css" suffix(, )
  0};

static const unsigned char summary_style[] = {
#embed "Assets/summary.css" suffix(, )
  0};

static const unsigned char theme_script[] = {
#embed "Assets/theme.js" suffix(, )
  0};

static const unsigned char heat_script[] = {
#embed "Assets/heat.js" suffix(, )
  0};

static const unsigned char report_script[] = {
#embed "Assets/report.js" suffix(, )
  0};

static const unsigned char index_script[] = {
#embed "Assets/index.js" suffix(, )
  0};

const CReportFile creport_report_template = {report_template, sizeof(report_template) - 1};
const CReportFile creport_index_template = {index_template, sizeof(index_template) - 1};
const CReportFile creport_features_template = {features_template, sizeof(features_template) - 1};
const CReportFile creport_summary_template = {summary_template, sizeof(summary_template) - 1};
const CReportFile creport_page_style = {page_style, sizeof(page_style) - 1};
const CReportFile creport_report_style = {report_style, sizeof(report_style) - 1};
const CReportFile creport_index_style = {index_style, sizeof(index_style) - 1};
const CReportFile creport_features_style = {features_style, sizeof(features_style) - 1};
const CReportFile creport_summary_style = {summary_style, sizeof(summary_style) - 1};
const CReportFile creport_theme_script = {theme_script, sizeof(theme_script) - 1};
const CReportFile creport_heat_script = {heat_script, sizeof(heat_script) - 1};
const CReportFile creport_report_script = {report_script, sizeof(report_script) - 1};
const CReportFile creport_index_script = {index_script, sizeof(index_script) - 1};
