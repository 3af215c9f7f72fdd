package stockledger.trials.fuzz;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;

/** Changes requests to what no client should send, and frames their bodies. */
final class RequestMutations {

    private static final Map<String, List<String>> HEADERS = Map.of(
            "accept",
                    List.of(
                            "application/json;charset=iso-8859-1",
                            "*/*;q=0",
                            "text/html",
                            "nonsense",
                            "application/*+json",
                            "application/json;q=0.5, */*;q=0"),
            "content-type",
                    List.of(
                            "application/json;charset=utf-16",
                            "text/plain",
                            "multipart/form-data; boundary=x",
                            "nonsense",
                            "application/x-www-form-urlencoded",
                            "application/json; charset=nonsense"),
            "if-match",
                    List.of(
                            "*",
                            "\"p0\"",
                            "\"s1\", \"s2\"",
                            "W/\"p0.s0\"",
                            "\"r0\"",
                            "p0",
                            "\"\"",
                            "\"p99999999999999999999\""),
            "if-none-match", List.of("*", "\"p0.s0\"", "W/\"s1\", \"x\"", "nonsense"),
            "consistency-token", List.of("AQAA__8", "nonsense", "AQAAAA", "AQkA9v9zdG9jazpBQDE", "a,b,,", "%00"),
            "idempotency-key", List.of("k1", "k2", "k3", "x".repeat(129), "a b", "\u00fc"),
            "prefer", List.of("respond-async", "respond-async;x=1, wait=1", ",,,", "return=minimal"),
            "x-actor", List.of("kim", "a b", "x".repeat(300)),
            "last-event-id", List.of("p0.s0", "nonsense", "AQIDBA"),
            "traceparent", List.of("00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01", "nonsense"));

    /** Headers that the description does not have. */
    private static final List<String> OTHER_HEADERS = List.of(
            "Accept-Encoding: gzip;q=nonsense, *;q=1",
            "Accept-Charset: utf-7",
            "Content-Encoding: gzip",
            "Content-Encoding: nonsense",
            "Cookie: a=b; \u0001=c",
            "Cookie: =;;",
            "Forwarded: for=\"",
            "If-Modified-Since: nonsense",
            "If-Unmodified-Since: Thu, 01 Jan 1970 00:00:00 GMT",
            "Origin: http://other.example",
            "Range: bytes=0-1, 5-",
            "Upgrade: h2c",
            "X-Forwarded-Host: a b",
            "X-Forwarded-Prefix: //x",
            "X-HTTP-Method-Override: DELETE",
            "X: " + "x".repeat(70_000));

    private static final List<String> QUERIES = List.of(
            "=x", "&&", "a&=", "dryRun=%zz", "%ff=1", "x=1", "sku=MUG&sku=", "a=b".repeat(500) + "&a=b".repeat(1_100));

    private static final List<String> METHODS =
            List.of("GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS", "TRACE", "get", "NONSENSE");

    private static final double VALID = 0.8;

    private final RandomValues values;
    private final Random random;

    RequestMutations(RandomValues values, Random random) {
        this.values = values;
        this.random = random;
    }

    /** A value of a header, most often the first of its list, which is valid. */
    String header(String name) {
        List<String> all = HEADERS.getOrDefault(name.toLowerCase(Locale.ROOT), List.of("text", "x".repeat(200)));
        if (!values.chance(VALID)) {
            return values.any(all);
        }
        return name.equals("Idempotency-Key") ? "k" + random.nextInt(100_000) : all.get(0);
    }

    /** The request with one to three changes. */
    RandomRequest mutated(RandomRequest request) {
        RandomRequest changed = request;
        for (int i = 0; i <= random.nextInt(3); i++) {
            changed = switch (random.nextInt(6)) {
                case 0 -> new RandomRequest(values.any(METHODS), changed.target(), changed.headers(), changed.body());
                case 1 ->
                    new RandomRequest(changed.method(), target(changed.target()), changed.headers(), changed.body());
                case 2, 3 ->
                    new RandomRequest(changed.method(), changed.target(), headers(changed.headers()), changed.body());
                default ->
                    new RandomRequest(changed.method(), changed.target(), changed.headers(), body(changed.body()));
            };
        }
        return changed;
    }

    private String target(String target) {
        return switch (random.nextInt(8)) {
            case 0 -> target + (target.contains("?") ? "&" : "?") + values.any(QUERIES);
            case 1 -> target.replaceFirst("/v1/[a-z]+", "$0;a=b");
            case 2 ->
                target.replaceFirst(
                        "(/v1/[a-z]+/)[^/?]+", "$1" + values.any(List.of("..", "%2e", "a%2Fb", "%00", "%zz", "a|b")));
            case 3 -> target.replaceFirst("/v1", values.any(List.of("/V1", "//v1", "/v1/", "/v2", "")));
            case 4 -> target + values.any(List.of("/", "/x", "%20", "#x", "?", "\\"));
            case 5 -> "/" + "x".repeat(70_000);
            case 6 ->
                values.any(List.of("http://other.example/v1/products", "/actuator/health", "/v3/api-docs", "/error"));
            default ->
                target.replaceFirst(
                        "(/v1/[a-z]+/)[^/?]+", "$1" + RandomRequests.encoded(values.any(RandomValues.HOSTILE)));
        };
    }

    private List<String> headers(List<String> headers) {
        List<String> changed = new ArrayList<>(headers);
        if (values.chance(0.5)) {
            String name = values.any(List.copyOf(HEADERS.keySet()));
            changed.removeIf(header -> header.toLowerCase(Locale.ROOT).startsWith(name + ":") && values.chance(0.8));
            changed.add(name + ": " + values.any(HEADERS.getOrDefault(name, List.of())));
        } else {
            changed.add(values.any(OTHER_HEADERS));
        }
        return changed;
    }

    private byte[] body(byte[] body) {
        return switch (random.nextInt(7)) {
            case 0 -> Arrays.copyOf(body, random.nextInt(body.length + 1));
            case 1 -> flipped(body);
            case 2 -> ascii("[".repeat(values.any(List.of(10, 900, 2_000, 100_000))));
            case 3 -> ascii("\u00ef\u00bb\u00bf" + new String(body, StandardCharsets.ISO_8859_1));
            case 4 ->
                ascii(new String(body, StandardCharsets.ISO_8859_1)
                        + values.any(List.of("x", "{}", "\u0000", "\u00ff")));
            case 5 -> new byte[0];
            default -> ascii("{\"name\":\"" + "x".repeat(values.any(List.of(1_000, 262_000, 300_000))) + "\"}");
        };
    }

    private byte[] flipped(byte[] body) {
        byte[] changed = body.clone();
        for (int i = 0; i < Math.min(3, body.length); i++) {
            changed[random.nextInt(body.length)] = (byte) random.nextInt(256);
        }
        return changed;
    }

    private static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.ISO_8859_1);
    }

    /** The request with a length, or in chunks, rarely malformed ones. */
    RandomRequest framed(RandomRequest request) {
        List<String> headers = new ArrayList<>(request.headers());
        byte[] body = request.body();
        if (values.chance(0.1)) {
            headers.add("Transfer-Encoding: chunked");
            ByteArrayOutputStream chunks = new ByteArrayOutputStream();
            if (body.length > 0) {
                chunks.writeBytes(ascii(Integer.toHexString(body.length) + "\r\n"));
                chunks.writeBytes(body);
                chunks.writeBytes(ascii("\r\n"));
            }
            chunks.writeBytes(ascii(values.any(List.of(
                    "0\r\n\r\n",
                    "0\r\n\r\n",
                    "0\r\n" + "x: y\r\n".repeat(20) + "\r\n",
                    "0\r\n" + "x: y\r\n".repeat(2_000) + "\r\n",
                    "0\r\nnonsense\r\n\r\n",
                    "zz\r\n\r\n"))));
            body = chunks.toByteArray();
        } else if (body.length > 0 || !request.method().equals("GET")) {
            headers.add("Content-Length: " + body.length);
        }
        return new RandomRequest(request.method(), request.target(), headers, body);
    }
}
