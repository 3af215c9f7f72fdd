package stockledger.web;

import org.springframework.web.method.HandlerMethod;

/**
 * The command side or the query side: each declares itself as a bean in the processes that serve it.
 *
 * @param name as meters tag it: {@code command} or {@code query}
 * @param packagePrefix of its controllers, with the final dot
 */
public record CqrsSide(String name, String packagePrefix) {

    /** Whether a controller belongs to this side. */
    public boolean owns(HandlerMethod method) {
        return method.getBeanType().getName().startsWith(packagePrefix);
    }
}
