package stockledger.trials.events;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.stream.Collectors;

/**
 * One kind of search.
 *
 * @param fields that it is by
 * @param values where their values come from
 * @param range of time
 */
record Search(String name, List<Field> fields, Values values, Range range) {

    private static final long SHORT_RANGE_SECONDS = 60;

    /** Where the values of several fields come from. */
    enum Values {
        ONE_EVENT,
        DIFFERENT_EVENTS
    }

    /** In which range of time is searched. */
    enum Range {
        ALL,
        SHORT,
        LONG
    }

    /** All searches whose fields the sampled events have. */
    static List<Search> all(SampledEvents events) {
        List<Search> all = new ArrayList<>();
        for (Range range : Range.values()) {
            all.add(of(List.of(), Values.ONE_EVENT, range));
        }
        for (Field field : Field.values()) {
            all.add(of(List.of(field), Values.ONE_EVENT, Range.ALL));
        }
        for (Field field : List.of(Field.SKU, Field.ACTOR, Field.TYPE)) {
            all.add(of(List.of(field), Values.ONE_EVENT, Range.SHORT));
            all.add(of(List.of(field), Values.ONE_EVENT, Range.LONG));
        }
        List<List<Field>> several = List.of(
                List.of(Field.SKU, Field.TYPE),
                List.of(Field.SKU, Field.ACTOR),
                List.of(Field.ACTOR, Field.TYPE),
                List.of(Field.REFERENCE, Field.TYPE));
        for (Values values : Values.values()) {
            several.forEach(fields -> all.add(of(fields, values, Range.ALL)));
        }
        all.add(of(List.of(Field.ACTOR, Field.TYPE), Values.DIFFERENT_EVENTS, Range.LONG));
        all.add(of(List.of(Field.SKU, Field.ACTOR, Field.TYPE, Field.STREAM), Values.ONE_EVENT, Range.LONG));
        return all.stream().filter(search -> events.has(search.fields)).toList();
    }

    /** Those whose pages are followed. */
    static List<Search> followed(SampledEvents events) {
        return all(events).stream()
                .filter(search -> search.fields.isEmpty() && search.range != Range.SHORT
                        || search.range == Range.ALL
                                && (search.fields.equals(List.of(Field.SKU))
                                        || search.fields.equals(List.of(Field.ACTOR))
                                        || search.fields.equals(List.of(Field.TYPE)))
                        || search.values == Values.ONE_EVENT && search.fields.equals(List.of(Field.ACTOR, Field.TYPE)))
                .toList();
    }

    private static Search of(List<Field> fields, Values values, Range range) {
        String name = fields.isEmpty()
                ? range == Range.ALL ? "all events" : ""
                : fields.stream().map(Field::parameter).collect(Collectors.joining(", "));
        if (values == Values.DIFFERENT_EVENTS) {
            name += " of different events";
        }
        if (range != Range.ALL) {
            name += (name.isEmpty() ? "" : ", ") + (range == Range.SHORT ? "one minute" : "most of the time");
        }
        return new Search(name, fields, values, range);
    }

    /** The parameters of a request, without page and order. */
    Map<String, String> parameters(SampledEvents events, SplittableRandom random) {
        Map<String, String> parameters = new LinkedHashMap<>();
        int event = events.eventWith(fields, random);
        for (Field field : fields) {
            boolean ofOneEvent = fields.size() > 1 && values == Values.ONE_EVENT;
            parameters.put(field.parameter(), ofOneEvent ? events.value(event, field) : events.value(field, random));
        }
        if (range == Range.SHORT) {
            Instant time = events.time(event);
            parameters.put("from", time.minusSeconds(SHORT_RANGE_SECONDS / 2).toString());
            parameters.put("to", time.plusSeconds(SHORT_RANGE_SECONDS / 2).toString());
        } else if (range == Range.LONG) {
            List<Instant> bounds = events.longRange(random);
            parameters.put("from", bounds.get(0).toString());
            parameters.put("to", bounds.get(1).toString());
        }
        return parameters;
    }

    /** A query string. */
    static String query(Map<String, String> parameters) {
        return parameters.entrySet().stream()
                .map(one -> one.getKey() + "=" + URLEncoder.encode(one.getValue(), StandardCharsets.UTF_8))
                .collect(Collectors.joining("&", "?", ""));
    }
}
