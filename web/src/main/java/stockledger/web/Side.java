package stockledger.web;

import org.springframework.web.method.HandlerMethod;

/**
 * A side that this process serves; each side declares itself as a bean.
 *
 * @param name as meters tag it: {@code command} or {@code query}
 * @param packagePrefix of its controllers, with the final dot
 */
public record Side(String name, String packagePrefix) {

    /** Whether a controller belongs to this side. */
    public boolean owns(HandlerMethod method) {
        return method.getBeanType().getName().startsWith(packagePrefix);
    }
}
