import protobuf from "protobufjs";

// The part of onnx.proto (https://github.com/onnx/onnx, IR version 10, opset 21) that a training step
// needs: messages, field numbers and types as there, everything else left out.
const schema = `
syntax = "proto3";
message AttributeProto {
  string name = 1; float f = 2; int64 i = 3; bytes s = 4; TensorProto t = 5; GraphProto g = 6;
  repeated float floats = 7; repeated int64 ints = 8; int32 type = 20;
}
message ValueInfoProto { string name = 1; TypeProto type = 2; }
message NodeProto {
  repeated string input = 1; repeated string output = 2; string name = 3; string op_type = 4;
  repeated AttributeProto attribute = 5; string domain = 7;
}
message TensorProto { repeated int64 dims = 1; int32 data_type = 2; string name = 8; bytes raw_data = 9; }
message GraphProto {
  repeated NodeProto node = 1; string name = 2; repeated TensorProto initializer = 5;
  repeated ValueInfoProto input = 11; repeated ValueInfoProto output = 12;
}
message OperatorSetIdProto { string domain = 1; int64 version = 2; }
message ModelProto {
  int64 ir_version = 1; string producer_name = 2; GraphProto graph = 7;
  repeated OperatorSetIdProto opset_import = 8;
}
message TypeProto {
  message Tensor { int32 elem_type = 1; TensorShapeProto shape = 2; }
  Tensor tensor_type = 1;
}
message TensorShapeProto {
  message Dimension { int64 dim_value = 1; string dim_param = 2; }
  repeated Dimension dim = 1;
}`;

/** Element types, by ONNX's numbers (TensorProto.DataType). */
export const elementTypes = { float32: 1, int32: 6, int64: 7, bool: 9, float64: 11 } as const;
export type ElementType = keyof typeof elementTypes;

/** Whole numbers are ints, `{ float }` is a float, text is a string, a graph a subgraph. */
export type AttributeValue = number | readonly number[] | string | { float: number } | Graph;
export type Attributes = Readonly<Record<string, AttributeValue>>;

export interface Node {
  readonly op: string;
  readonly inputs: readonly string[];
  readonly outputs: readonly string[];
  readonly attributes: Attributes;
}

export interface Initializer {
  readonly name: string;
  readonly dims: readonly number[];
  readonly type: ElementType;
  readonly bytes: Uint8Array;
}

/** An input or output; a dimension that is text can have any size. */
export interface Port {
  readonly name: string;
  readonly type: ElementType;
  readonly dims: readonly (number | string)[];
}

export interface Graph {
  readonly name: string;
  readonly nodes: readonly Node[];
  readonly initializers: readonly Initializer[];
  readonly inputs: readonly Port[];
  readonly outputs: readonly Port[];
}

// AttributeProto.AttributeType
const attributeTypes = { float: 1, int: 2, string: 3, graph: 5, ints: 7 };

function attributeMessage(name: string, value: AttributeValue): object {
  if (typeof value === "number") return { name, type: attributeTypes.int, i: value };
  if (typeof value === "string")
    return { name, type: attributeTypes.string, s: Buffer.from(value) };
  if ("float" in value) return { name, type: attributeTypes.float, f: value.float };
  if ("nodes" in value) return { name, type: attributeTypes.graph, g: graphMessage(value) };
  return { name, type: attributeTypes.ints, ints: value };
}

function portMessage({ name, type, dims }: Port): object {
  const dim = dims.map((size) =>
    typeof size === "number" ? { dimValue: size } : { dimParam: size },
  );
  return { name, type: { tensorType: { elemType: elementTypes[type], shape: { dim } } } };
}

function graphMessage(graph: Graph): object {
  return {
    name: graph.name,
    node: graph.nodes.map(({ op, inputs, outputs, attributes }) => ({
      opType: op,
      name: `${op} ${outputs[0]}`,
      input: inputs,
      output: outputs,
      attribute: Object.entries(attributes).map(([name, value]) => attributeMessage(name, value)),
    })),
    initializer: graph.initializers.map(({ name, dims, type, bytes }) => ({
      name,
      dims,
      dataType: elementTypes[type],
      rawData: bytes,
    })),
    input: graph.inputs.map(portMessage),
    output: graph.outputs.map(portMessage),
  };
}

let modelType: protobuf.Type | undefined;

/** The graph as the bytes of an ONNX model. */
export function encodeModel(graph: Graph): Uint8Array {
  modelType ??= protobuf.parse(schema).root.lookupType("ModelProto");
  const model = {
    irVersion: 10,
    producerName: "gan-clinic",
    graph: graphMessage(graph),
    opsetImport: [{ domain: "", version: 21 }],
  };
  return modelType.encode(model).finish();
}
