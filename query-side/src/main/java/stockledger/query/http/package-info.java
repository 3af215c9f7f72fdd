/** What every answer to a question has in common: problems, limits, waiting for a token. */
@NullMarked
package stockledger.query.http;

import org.jspecify.annotations.NullMarked;
