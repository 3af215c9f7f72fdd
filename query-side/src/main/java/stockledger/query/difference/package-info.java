/** Differences of two JSON documents, field by field. */
@NullMarked
package stockledger.query.difference;

import org.jspecify.annotations.NullMarked;
