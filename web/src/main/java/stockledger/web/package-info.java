/** What the HTTP of both sides shares: problem documents, trace ids, request filters, the API description and checks at the start. */
@NullMarked
package stockledger.web;

import org.jspecify.annotations.NullMarked;
