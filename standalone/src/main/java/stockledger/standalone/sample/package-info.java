/** A small shop to look at: its catalog, its stock and some days of its orders, told to the service over HTTP. */
@NullMarked
package stockledger.standalone.sample;

import org.jspecify.annotations.NullMarked;
