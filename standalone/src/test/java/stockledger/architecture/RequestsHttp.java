package stockledger.architecture;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The requests of requests.http, in order, with their placeholders. */
final class RequestsHttp {

    private static final Pattern VARIABLE = Pattern.compile("^@(\\w+) *= *(\\S+)$", Pattern.MULTILINE);
    private static final Pattern NAME = Pattern.compile("^# @name (\\w+)$");
    private static final Pattern EXPECTED = Pattern.compile("^# expect (\\d{3}(?: or \\d{3})*)$");

    private RequestsHttp() {}

    /**
     * A request.
     *
     * @param name name by which later requests refer to the response; empty if none does
     * @param expected statuses expected by a comment; empty for any 2xx
     * @param address the text after the method
     */
    record Request(
            String title,
            String name,
            List<Integer> expected,
            String method,
            String address,
            Map<String, String> headers,
            String body) {

        boolean expects(int status) {
            return expected.isEmpty() ? status >= 200 && status < 300 : expected.contains(status);
        }

        /** The path without host and query string. */
        String path() {
            return address.replaceAll("^\\{\\{host}}|^https?://[^/]+", "").replaceAll("\\?.*", "");
        }
    }

    /** The variables at the head of the file. */
    static Map<String, String> variables(String document) {
        Map<String, String> variables = new LinkedHashMap<>();
        Matcher variable = VARIABLE.matcher(document);
        while (variable.find()) {
            variables.put(variable.group(1), variable.group(2));
        }
        return variables;
    }

    static List<Request> of(String document) {
        List<Request> requests = new ArrayList<>();
        String[] parts = document.split("(?m)^### ?", -1);
        for (int i = 1; i < parts.length; i++) {
            requests.add(request(parts[i].lines().toList()));
        }
        return requests;
    }

    private static Request request(List<String> lines) {
        int at = 1;
        String name = "";
        List<Integer> expected = new ArrayList<>();
        while (lines.get(at).startsWith("#")) {
            Matcher named = NAME.matcher(lines.get(at));
            Matcher status = EXPECTED.matcher(lines.get(at));
            if (named.matches()) {
                name = named.group(1);
            } else if (status.matches()) {
                for (String one : status.group(1).split(" or ", -1)) {
                    expected.add(Integer.valueOf(one));
                }
            } else {
                throw new IllegalStateException("a comment before a request is '# @name …' or '# expect …': " + lines);
            }
            at++;
        }
        String[] first = lines.get(at++).split(" ", 2);
        Map<String, String> headers = new LinkedHashMap<>();
        while (at < lines.size() && !lines.get(at).isBlank()) {
            String[] header = lines.get(at++).split(": *", 2);
            headers.put(header[0], header[1]);
        }
        String body = String.join("\n", lines.subList(Math.min(at + 1, lines.size()), lines.size()));
        return new Request(lines.get(0), name, expected, first[0], first[1], headers, body.strip());
    }
}
