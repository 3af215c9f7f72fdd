/** Responses cached in this process and in Redis, never newer than MongoDB. */
@NullMarked
package stockledger.query.cache;

import org.jspecify.annotations.NullMarked;
