# Recomputes the published figures of agreement from the files beside this script, in base R.
#
#   Rscript recompute.R        (or: source("recompute.R"), with this folder as working directory)
#
# It reads wide/<code>.csv (units in rows, coders in columns; blank is missing) and compares with
# results.csv. It prints one line per code and ends with an error where a figure differs.
#
# For one code, m coders judged a unit and s of them gave it the code. Units with m >= 2 enter:
#   percent   mean over units of (s (s - 1) + (m - s) (m - s - 1)) / (m (m - 1))
#   alpha     1 - (N - 1) D / (2 n1 n0),  D = sum 2 s (m - s) / (m - 1)      Krippendorff
#   fleiss    (percent - e) / (1 - e),  e = 1 - 2 p (1 - p)                  Fleiss, Gwet
#   ac1       (percent - e) / (1 - e),  e = 2 p (1 - p)                      Gwet
#   brennan_prediger                     e = 1 / 2
#   kappa     Cohen's for two coders, the mean over pairs for more           Cohen, Light
# with p the mean over units with m >= 1 of s / m.

figures <- function(given, weight) {
  m <- rowSums(!is.na(given))
  s <- rowSums(given, na.rm = TRUE)
  z <- m - s
  two <- m >= 2
  if (!any(two)) return(NULL)
  w <- weight[two]
  share <- sum(weight * s / pmax(m, 1)) / sum(weight[m >= 1])
  pairs <- (s * (s - 1) + z * (z - 1))[two] / (m * (m - 1))[two]
  percent <- sum(w * pairs) / sum(w)
  ones <- sum(w * s[two])
  zeros <- sum(w * z[two])
  apart <- sum(w * 2 * (s * z)[two] / (m - 1)[two])
  beyond <- function(e) if (1 - e > 1e-12) (percent - e) / (1 - e) else NA
  list(
    krippendorff_alpha = if (ones > 0 && zeros > 0)
      1 - (ones + zeros - 1) * apart / (2 * ones * zeros) else NA,
    percent_agreement = percent,
    fleiss_kappa = beyond(1 - 2 * share * (1 - share)),
    gwet_ac1 = beyond(2 * share * (1 - share)),
    brennan_prediger = beyond(0.5),
    kappa = mean_kappa(given, weight)
  )
}

mean_kappa <- function(given, weight) {
  found <- c()
  for (i in seq_len(ncol(given) - 1)) for (j in (i + 1):ncol(given)) {
    both <- !is.na(given[, i]) & !is.na(given[, j])
    if (!any(both)) next
    a <- given[both, i]; b <- given[both, j]; w <- weight[both] / sum(weight[both])
    observed <- sum(w * (a == b))
    expected <- sum(w * a) * sum(w * b) + sum(w * (1 - a)) * sum(w * (1 - b))
    found <- c(found, if (1 - expected > 1e-12) (observed - expected) / (1 - expected) else NA)
  }
  if (length(found) == 0 || any(is.na(found))) NA else mean(found)
}

results <- read.csv("results.csv", stringsAsFactors = FALSE, na.strings = "", encoding = "UTF-8")
unit <- results$unit[1]
results <- results[results$unit == unit & !is.na(results$column), ]
worst <- 0
for (column in unique(results$column)) {
  wide <- read.csv(file.path("wide", paste0(column, ".csv")), na.strings = "", check.names = FALSE)
  given <- as.matrix(wide[, -(1:2), drop = FALSE])
  found <- if (nrow(given)) figures(given, wide$weight) else NULL
  mine <- results[results$column == column, ]
  line <- c()
  for (name in names(found)) {
    ours <- mine$value[mine$coefficient == name |
                         (name == "kappa" & mine$coefficient %in% c("cohen_kappa", "light_kappa"))]
    if (length(ours) == 0) next
    theirs <- found[[name]]
    if (is.na(ours[1]) != is.na(theirs)) stop(column, " ", name, ": one is missing")
    if (!is.na(theirs)) {
      worst <- max(worst, abs(ours[1] - theirs))
      line <- c(line, sprintf("%s %.5f", name, theirs))
    }
  }
  cat(sprintf("%-16s %s\n", column, paste(line, collapse = "  ")))
}
cat(sprintf("largest difference: %.2g\n", worst))
if (worst > 1e-9) stop("the figures do not agree")
