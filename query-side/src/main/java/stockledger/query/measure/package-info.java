/** Slow operations of MongoDB and Redis: counted and logged. */
@NullMarked
package stockledger.query.measure;

import org.jspecify.annotations.NullMarked;
