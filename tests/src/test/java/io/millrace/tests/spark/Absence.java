package io.millrace.tests.spark;

import com.tngtech.archunit.core.domain.JavaMethod;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;

/** Why a method of Spark is not here; the first that fits. */
enum Absence {
  DEPRECATED(
      "Spark itself advises against it",
      "!==|registerTempTable|approxCountDistinct|bitwiseNOT|monotonicallyIncreasingId|shiftLeft"
          + "|shiftRight|shiftRightUnsigned|toDegrees|toRadians|typedLit"),
  SCALA("only Scala programs can call it; Java has `plus`, `equalTo` and the like", "[^a-zA-Z_].*"),
  EXECUTION(
      "it is about how Spark executes: its RDDs, caches, partitions, files and plans",
      "rdd|javaRDD|toJavaRDD|cache|persist|unpersist|storageLevel|(localC|c)heckpoint|repartition.*"
          + "|sortWithinPartitions|hint|broadcast|inputFiles|isLocal|sameSemantics|semanticHash"
          + "|queryExecution|sparkSession|encoder|spark_partition_id|input_file_.*"
          + "|monotonically_increasing_id|bucket|years|months|days|hours|unwrap_udt|node|clusterBy"
          + "|writeTo|mergeInto|metadataColumn|withMetadata|to"),
  REFLECTION(
      "it calls Java by name; a user function does that here", "(try_)?reflect|java_method|udaf"),
  SKETCH("it is about sketches and bitmaps", "(hll|kll|theta|bitmap)_.*|count_min_sketch"),
  TEXT_FORMATS(
      "it is about JSON, CSV, XML and variants inside of columns",
      ".*(json|csv|xml|variant)(_.*)?|json_.*|xpath.*|toJSON"),
  NESTED(
      "it is one of the rarer things to do with arrays, maps and structs, and not built yet",
      "array.*|map(_.*)?|(pos)?explode(_outer)?|inline(_outer)?|(named_)?struct|element_at"
          + "|try_element_at|flatten|sequence|shuffle|size|cardinality|slice|sort_array|zip_with"
          + "|transform(_keys|_values)?|filter|exists|forall|aggregate|reduce|get|getItem|withField"
          + "|dropFields|str_to_map|split|sentences|regexp_extract_all|stack|apply|outer"
          + "|histogram_numeric"),
  SPECIAL(
      "it is about encryption, geometry, addresses of pages and encodings",
      "(try_)?aes_.*|st_.*|(try_)?(parse_url|url_.*)|mask|(try_)?(make_)?valid(ate)?_utf8"
          + "|is_valid_utf8|collat(e|ion)|xxhash64|hash|crc32"),
  NOT_YET("it is not built yet", ".*");

  /** Public in class files because Scala knows more kinds of access than they do. */
  private static final Set<String> HIDDEN =
      Set.of(
          "Dataset.sortInternal(2)",
          "Dataset.selectUntyped(1)",
          "Dataset.repartitionByExpression(2)",
          "Dataset.createTempView(3)",
          "Dataset.checkpoint(3)",
          "Dataset.localCheckpoint(2)",
          "Dataset.withColumn(3)",
          "Dataset.withColumns(2)",
          "Dataset.withColumns(3)",
          "Dataset.withColumnsRenamed(2)",
          "Column.sortOrder(0)",
          "Column.node(0)",
          "RelationalGroupedDataset.df(0)",
          "RelationalGroupedDataset.toDF(1)",
          "RelationalGroupedDataset.selectNumericColumns(1)",
          "DataStreamReader.assertNoSpecifiedSchema(1)",
          "DataStreamReader.validateJsonSchema(0)",
          "DataStreamReader.validateXmlSchema(0)");

  private final String reason;
  private final Pattern names;

  Absence(String reason, String names) {
    this.reason = reason;
    this.names = Pattern.compile(names);
  }

  String reason() {
    return reason;
  }

  /** Whether programs are not meant to call it. */
  static boolean isHidden(String type, Signature signature) {
    return HIDDEN.contains(type + "." + signature);
  }

  /** The reason; rows of a Dataset are not what it holds in its columns. */
  static Absence of(String type, Signature signature, List<JavaMethod> overloads) {
    boolean operators = !type.equals("functions") && SparkInterface.needsScala(overloads);
    for (Absence absence : values()) {
      boolean named = absence.names.matcher(signature.name()).matches();
      boolean about = absence != NESTED || !type.equals("Dataset");
      if (named && about || absence == SCALA && operators) {
        return absence;
      }
    }
    throw new IllegalStateException("no reason fits " + signature);
  }
}
