package stockledger.standalone.sample;

import java.util.Map;

/** One POST request to the service. */
record Command(String path, Map<String, ?> body) {}
