* Recomputes the published figures of agreement from the files beside this do-file.
*
*   cd "this folder"
*   do recompute.do                                        (Stata 14 or newer; nothing to install)
*
* It reads wide/<code>.csv (units in rows, coders in columns; blank is missing), prints one line per
* code and stops where alpha, percent agreement, Fleiss' kappa, AC1 or Brennan and Prediger's
* coefficient differ from results.csv. The formulas are written out in recompute.R beside it.
*
* Coders may be called anything, m or p as well: the columns made here have temporary names, and
* scalars are asked for by scalar(), because a variable with the same first letters goes before them.

version 14
set more off
set varabbrev off

import delimited using "results.csv", clear varnames(1) asdouble stringcols(3 4 5 7) encoding("utf-8")
local unit = unit[1]
keep if unit == "`unit'" & column != ""
keep column coefficient value
tempfile results
save `results'
levelsof column, local(columns) clean

scalar worst = 0
foreach column of local columns {
    import delimited using "wide/`column'.csv", clear varnames(1) asdouble encoding("utf-8")
    if _N == 0 {
        continue
    }
    quietly ds unit_id weight, not
    local coders `r(varlist)'
    quietly destring `coders', replace
    tempvar m s z pairs apart one zero two share judged
    egen double `m' = rownonmiss(`coders')
    egen double `s' = rowtotal(`coders')
    generate double `z' = `m' - `s'
    generate double `pairs' = weight * (`s' * (`s' - 1) + `z' * (`z' - 1)) / (`m' * (`m' - 1)) if `m' >= 2
    generate double `apart' = weight * 2 * `s' * `z' / (`m' - 1) if `m' >= 2
    generate double `one' = weight * `s' if `m' >= 2
    generate double `zero' = weight * `z' if `m' >= 2
    generate double `two' = weight if `m' >= 2
    generate double `share' = weight * `s' / `m' if `m' >= 1
    generate double `judged' = weight if `m' >= 1
    collapse (sum) `pairs' `apart' `one' `zero' `two' `share' `judged'

    scalar ones = `one'[1]
    scalar zeros = `zero'[1]
    scalar disagreed = `apart'[1]
    scalar percent = `pairs'[1] / `two'[1]
    scalar used = `share'[1] / `judged'[1]
    scalar chance = 2 * scalar(used) * (1 - scalar(used))
    scalar krippendorff_alpha = ///
        1 - (scalar(ones) + scalar(zeros) - 1) * scalar(disagreed) / (2 * scalar(ones) * scalar(zeros))
    scalar percent_agreement = scalar(percent)
    scalar fleiss_kappa = (scalar(percent) - (1 - scalar(chance))) / scalar(chance)
    scalar gwet_ac1 = (scalar(percent) - scalar(chance)) / (1 - scalar(chance))
    scalar brennan_prediger = (scalar(percent) - 0.5) / 0.5

    use `results', clear
    quietly keep if column == "`column'"
    display as text %-16s "`column'" _continue
    foreach name in krippendorff_alpha percent_agreement fleiss_kappa gwet_ac1 brennan_prediger {
        quietly count if coefficient == "`name'"
        if r(N) == 1 {
            quietly summarize value if coefficient == "`name'"
            if (r(N) == 0) != missing(scalar(`name')) {
                display as error "`column' `name': one is missing"
                exit 9
            }
            if r(N) == 1 {
                scalar difference = abs(r(mean) - scalar(`name'))
                if scalar(difference) > scalar(worst) {
                    scalar worst = scalar(difference)
                }
                display as result "  `name' " %8.5f scalar(`name') _continue
            }
        }
    }
    display ""
}

display as text "largest difference: " as result %9.2g scalar(worst)
if scalar(worst) > 1e-9 {
    display as error "the figures do not agree"
    exit 9
}
