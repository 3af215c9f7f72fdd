package stockledger.command.http;

import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.util.Collections;
import java.util.Enumeration;
import java.util.Locale;

/** A request or response without a connection: it knows nothing, and what is asked of it is nothing. */
final class Blank {

    private Blank() {}

    static <T> T of(Class<T> type) {
        return type.cast(Proxy.newProxyInstance(
                Blank.class.getClassLoader(), new Class<?>[] {type}, (proxy, method, arguments) -> nothing(method)));
    }

    @SuppressWarnings("NullAway") // that a request knows nothing is what null says
    private static Object nothing(Method method) {
        Class<?> answer = method.getReturnType();
        if (answer == boolean.class) {
            return false;
        } else if (answer == int.class) {
            return -1;
        } else if (answer == long.class) {
            return -1L;
        } else if (answer == String.class && method.getName().endsWith("Path")) {
            return "";
        } else if (answer == Locale.class) {
            return Locale.ROOT;
        }
        return answer == Enumeration.class ? Collections.emptyEnumeration() : null;
    }
}
