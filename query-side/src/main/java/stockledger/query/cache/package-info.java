/** Answers kept ready to send, in this process and in Redis, never trusted further than MongoDB. */
@NullMarked
package stockledger.query.cache;

import org.jspecify.annotations.NullMarked;
