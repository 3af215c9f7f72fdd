/** Queries of what operators did: to the service, to API keys and to jobs. */
@NullMarked
package stockledger.query.action;

import org.jspecify.annotations.NullMarked;
