package stockledger.architecture;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * One view of the console, as its router names it.
 *
 * @param path its address, with variables such as ":sku"
 * @param module its name
 */
record ConsoleRoute(String path, String module) {

    private static final String ROUTER = "query-side/src/main/resources/stockledger/query/console/routes.js";
    private static final Pattern ROUTE = Pattern.compile("path: '([^']+)', module: '([^']+)'");

    static List<ConsoleRoute> all() {
        List<ConsoleRoute> routes = new ArrayList<>();
        Matcher route = ROUTE.matcher(Repository.document(ROUTER));
        while (route.find()) {
            routes.add(new ConsoleRoute(route.group(1), route.group(2)));
        }
        return routes;
    }

    /** From the root of the repository. */
    String picture(Browser.Screen screen) {
        return "docs/console/" + module + "-" + screen.text() + ".png";
    }
}
