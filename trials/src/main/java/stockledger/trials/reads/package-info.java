/** Reads under load: throughput and latency of pages, lists and availability, and how soon changes are visible. */
@NullMarked
package stockledger.trials.reads;

import org.jspecify.annotations.NullMarked;
