package stockledger.query.listindex;

import stockledger.query.cache.RedisScript;

/** The scripts of the list index, each one atomic step on the keys of one part. Each file documents its arguments. */
final class ListIndexScripts {

    private static final String COMPLETE = "complete.lua";

    static final RedisScript PUT = load("put.lua");
    static final RedisScript QUERY = load(COMPLETE, "query.lua");
    static final RedisScript VERSIONS = load(COMPLETE, "versions.lua");
    static final RedisScript STORED = load(COMPLETE, "stored.lua");
    static final RedisScript ENTRIES = load(COMPLETE, "entries.lua");
    static final RedisScript COUNT = load(COMPLETE, "count.lua");
    static final RedisScript CHECK = load(COMPLETE, "check.lua");
    static final RedisScript BEGIN = load("begin.lua");
    static final RedisScript FINISH = load(COMPLETE, "finish.lua");
    static final RedisScript EXTEND = load("extend.lua");
    static final RedisScript RELEASE = load("release.lua");
    static final RedisScript DELETE = load("delete.lua");

    private ListIndexScripts() {}

    private static RedisScript load(String... files) {
        return RedisScript.load(ListIndexScripts.class, files);
    }
}
