// SPDX-License-Identifier: MIT OR GPL-2.0-only
#include "lineage.h"
#include "flows.h"
#include "pins.h"

char LICENSE[] SEC("license") = "Dual MIT/GPL";
