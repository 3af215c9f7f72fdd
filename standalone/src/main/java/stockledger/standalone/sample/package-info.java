/** A small example shop: its catalog, its stock and some days of orders, sent to the service over HTTP. */
@NullMarked
package stockledger.standalone.sample;

import org.jspecify.annotations.NullMarked;
