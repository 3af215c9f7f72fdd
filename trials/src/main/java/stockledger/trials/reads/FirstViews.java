package stockledger.trials.reads;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Collection;
import java.util.Deque;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.zip.GZIPInputStream;
import stockledger.trials.client.SetupFailed;

/** Requests what a browser requests at the first view of a page of the console, without a cache. */
final class FirstViews {

    private static final Pattern NAMED = Pattern.compile("(?:src|href)=\"(/console/assets/[^\"]+)\"");
    private static final Pattern IMPORT = Pattern.compile("(?:from\\s*|import\\s*)[\"'](\\.[^\"']+)[\"']");

    private final URI url;
    private final HttpClient http =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

    FirstViews(URI url) {
        this.url = url;
    }

    /**
     * @param address of the page
     * @param modules its files besides those that the page names and that modules import
     * @param calls of the API
     */
    ConsolesReport.View measure(String page, String address, int times, List<String> modules, List<String> calls)
            throws IOException {
        Set<String> requests = new LinkedHashSet<>(List.of(address));
        requests.addAll(files(address, modules));
        requests.addAll(calls);
        double[] millis = new double[times];
        long bytes = 0;
        for (int i = 0; i < times; i++) {
            long start = System.nanoTime();
            bytes = length(requests);
            millis[i] = (System.nanoTime() - start) / 1e6;
        }
        double first = millis[0];
        Arrays.sort(millis);
        return new ConsolesReport.View(page, requests.size(), bytes / 1e3, first, millis[times / 2], millis[times - 1]);
    }

    private long length(Collection<String> addresses) throws IOException {
        long bytes = 0;
        for (String address : addresses) {
            bytes += get(address).length;
        }
        return bytes;
    }

    /** The files that the page names, the module of its view, and what these import. */
    private Set<String> files(String address, List<String> modules) throws IOException {
        Deque<String> open = new ArrayDeque<>();
        Matcher named = NAMED.matcher(unpacked(get(address)));
        while (named.find()) {
            open.add(named.group(1));
        }
        String app = open.stream()
                .filter(file -> file.endsWith("/app.js"))
                .findFirst()
                .orElseThrow(() -> new SetupFailed("the console names no module"));
        modules.forEach(module -> open.add(URI.create(app).resolve(module).toString()));
        Set<String> files = new LinkedHashSet<>();
        while (!open.isEmpty()) {
            String file = open.poll();
            if (files.add(file) && file.endsWith(".js")) {
                Matcher imports = IMPORT.matcher(unpacked(get(file)));
                while (imports.find()) {
                    open.add(URI.create(file).resolve(imports.group(1)).toString());
                }
            }
        }
        return files;
    }

    private byte[] get(String address) throws IOException {
        return ConsoleGet.body(
                http, url.resolve(address), "Accept-Encoding", "gzip", HttpResponse.BodyHandlers.ofByteArray());
    }

    private static String unpacked(byte[] body) throws IOException {
        boolean packed = body.length > 1 && body[0] == 0x1f && body[1] == (byte) 0x8b;
        try (GZIPInputStream in = packed ? new GZIPInputStream(new ByteArrayInputStream(body)) : null) {
            return new String(in == null ? body : in.readAllBytes(), StandardCharsets.UTF_8);
        }
    }
}
