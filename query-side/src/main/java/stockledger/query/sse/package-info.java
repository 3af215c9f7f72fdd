/** Answers that are sent again whenever they change, to callers who stay. */
@NullMarked
package stockledger.query.sse;

import org.jspecify.annotations.NullMarked;
