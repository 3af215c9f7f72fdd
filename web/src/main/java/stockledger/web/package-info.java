/** HTTP infrastructure shared by both sides: problem documents, trace ids, request filters, the API description and checks at the start. */
@NullMarked
package stockledger.web;

import org.jspecify.annotations.NullMarked;
