/** Queries of the events themselves, found by an index of what they are about. */
@NullMarked
package stockledger.query.event;

import org.jspecify.annotations.NullMarked;
