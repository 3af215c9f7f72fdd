/** Limits of what callers may take: time and rate of bodies, connections, requests at the same time and requests per second. */
@NullMarked
package stockledger.web.limits;

import org.jspecify.annotations.NullMarked;
