/** The audit: folds the events of SKUs, reservations and locations a second time, and compares what is stored with them. */
@NullMarked
package stockledger.query.audit;

import org.jspecify.annotations.NullMarked;
