/** Answers plain GET requests from the local cache in a Tomcat valve, before filters and Spring MVC. */
@NullMarked
package stockledger.query.fastpath;

import org.jspecify.annotations.NullMarked;
