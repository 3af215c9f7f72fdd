/** The audit: folds the events of SKUs a second time, independently, and compares documents, Redis and lists with them. */
@NullMarked
package stockledger.query.audit;

import org.jspecify.annotations.NullMarked;
