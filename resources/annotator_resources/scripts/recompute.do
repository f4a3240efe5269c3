* Recomputes the published figures of agreement from the files beside this do-file.
*
*   cd "this folder"
*   do recompute.do                                        (Stata 14 or newer; nothing to install)
*
* It reads wide/<code>.csv (units in rows, coders in columns; blank is missing), prints one line per
* code and stops where alpha, percent agreement, Fleiss' kappa, AC1 or Brennan and Prediger's
* coefficient differ from results.csv. The formulas are written out in recompute.R beside it.

version 14
set more off

import delimited using "results.csv", clear varnames(1) stringcols(3 4 5 7) encoding("utf-8")
local unit = unit[1]
keep if unit == "`unit'" & code_id != "pooled"
keep column coefficient value
tempfile results
save `results'
levelsof column, local(columns) clean

scalar worst = 0
foreach column of local columns {
    import delimited using "wide/`column'.csv", clear varnames(1) encoding("utf-8")
    quietly ds unit_id weight, not
    local coders `r(varlist)'
    quietly destring `coders', replace
    egen double m = rownonmiss(`coders')
    egen double s = rowtotal(`coders')
    generate double z = m - s
    generate double pairs = weight * (s * (s - 1) + z * (z - 1)) / (m * (m - 1)) if m >= 2
    generate double apart = weight * 2 * s * z / (m - 1) if m >= 2
    generate double one = weight * s if m >= 2
    generate double zero = weight * z if m >= 2
    generate double two = weight if m >= 2
    generate double share = weight * s / m if m >= 1
    generate double judged = weight if m >= 1
    collapse (sum) pairs apart one zero two share judged

    scalar percent = pairs[1] / two[1]
    scalar p = share[1] / judged[1]
    scalar figure_krippendorff_alpha = 1 - (one[1] + zero[1] - 1) * apart[1] / (2 * one[1] * zero[1])
    scalar figure_percent_agreement = percent
    scalar figure_fleiss_kappa = (percent - (1 - 2 * p * (1 - p))) / (2 * p * (1 - p))
    scalar figure_gwet_ac1 = (percent - 2 * p * (1 - p)) / (1 - 2 * p * (1 - p))
    scalar figure_brennan_prediger = (percent - 0.5) / 0.5

    use `results', clear
    quietly keep if column == "`column'"
    display as text %-16s "`column'" _continue
    foreach name in krippendorff_alpha percent_agreement fleiss_kappa gwet_ac1 brennan_prediger {
        quietly summarize value if coefficient == "`name'"
        if r(N) == 1 {
            scalar apart = abs(r(mean) - figure_`name')
            if missing(apart) {
                display as error "`column' `name': one is missing"
                exit 9
            }
            if apart > worst scalar worst = apart
            display as result "  `name' " %8.5f figure_`name' _continue
        }
    }
    display ""
}

display as text "largest difference: " as result %9.2g worst
if worst > 1e-9 {
    display as error "the figures do not agree"
    exit 9
}
