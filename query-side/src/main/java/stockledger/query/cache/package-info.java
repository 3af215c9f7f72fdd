/** Answers kept ready to send in Redis, never trusted further than MongoDB. */
@NullMarked
package stockledger.query.cache;

import org.jspecify.annotations.NullMarked;
