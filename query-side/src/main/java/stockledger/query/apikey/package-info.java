/** Queries of API keys, from the fold that each process keeps to verify them. */
@NullMarked
package stockledger.query.apikey;

import org.jspecify.annotations.NullMarked;
