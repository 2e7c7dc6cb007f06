import Foundation
import Tokenization

/// Small tokenizers for tests.
enum Fixture {
  /// A tokenizer of the parts of a `tokenizer.json`, each as JSON.
  static func tokenizer(
    model: String, preTokenizer: String = "null", normalizer: String = "null",
    postProcessor: String = "null", added: String = "[]", configuration: String? = nil
  ) throws(TokenizationError) -> Tokenizer {
    let json = """
      {"version": "1.0", "added_tokens": \(added), "normalizer": \(normalizer),
       "pre_tokenizer": \(preTokenizer), "post_processor": \(postProcessor), "model": \(model)}
      """
    return try Tokenizer(
      json: Data(json.utf8), configuration: configuration.map { Data($0.utf8) })
  }

  /// A tokenizer to which each piece is unknown.
  static func words(
    preTokenizer: String, normalizer: String = "null"
  ) throws(TokenizationError) -> Tokenizer {
    try tokenizer(
      model: #"{"type":"WordLevel","vocab":{"?":0},"unk_token":"?"}"#,
      preTokenizer: preTokenizer, normalizer: normalizer)
  }

  /// Entries of `added_tokens` for special tokens.
  static func specials(_ tokens: [(String, Int)]) -> String {
    let entries = tokens.map { #"{"id":\#($1),"content":"\#($0)","special":true}"# }
    return "[\(entries.joined(separator: ","))]"
  }

  static let wordPieces = [
    "[PAD]", "[UNK]", "[CLS]", "[SEP]", "[MASK]", "un", "##aff", "##able", "runn", "##ing", ",",
    "!", "hello", "世", "界", "cafe", "##s", "Hello", "Caf", "##é",
  ]

  /// BERT's tokenizer of a few tokens.
  static func wordPiece(configuration: String? = nil) throws(TokenizationError) -> Tokenizer {
    try Tokenizer(
      wordPieces: Data(wordPieces.joined(separator: "\n").utf8),
      configuration: configuration.map { Data($0.utf8) })
  }

  /// A tokenizer as Llama's, of a few tokens.
  static func llama() throws(TokenizationError) -> Tokenizer {
    try tokenizer(
      model: """
        {"type":"BPE","unk_token":"<unk>","fuse_unk":true,"byte_fallback":true,
         "vocab":{"<unk>":0,"<s>":1,"</s>":2,"<0xE2>":3,"<0x82>":4,"<0xAC>":5,"<0x0A>":6,"▁":7,"a":8,
                  "b":9,"c":10,"▁a":11,"ab":12,"▁ab":13,"bc":14},
         "merges":[["▁","a"],["a","b"],["▁a","b"],["b","c"]]}
        """,
      normalizer: """
        {"type":"Sequence","normalizers":[{"type":"Prepend","prepend":"▁"},
          {"type":"Replace","pattern":{"String":" "},"content":"▁"}]}
        """,
      postProcessor: """
        {"type":"TemplateProcessing","special_tokens":{"<s>":{"id":"<s>","ids":[1],"tokens":["<s>"]}},
         "single":[{"SpecialToken":{"id":"<s>","type_id":0}},{"Sequence":{"id":"A","type_id":0}}]}
        """,
      added: specials([("<unk>", 0), ("<s>", 1), ("</s>", 2)]))
  }

  /// A tokenizer as RoBERTa's, of a few tokens; `<mask>` takes the spaces before it.
  static func byteLevel() throws(TokenizationError) -> Tokenizer {
    try tokenizer(
      model: """
        {"type":"BPE","vocab":{"<s>":0,"</s>":1,"<mask>":2,"'":3,"<":4,">":5,"a":6,"d":7,"e":8,"h":9,
          "k":10,"l":11,"m":12,"n":13,"o":14,"r":15,"s":16,"t":17,"w":18,"©":19,"Ã":20,"Ġ":21,"Â":22,
          "he":23,"ll":24,"hell":25,"hello":26,"Ġw":27,"or":28,"Ġwor":29,"ld":30,"Ġworld":31,"Ã©":32},
         "merges":["h e","l l","he ll","hell o","Ġ w","o r","Ġw or","l d","Ġwor ld","Ã ©"]}
        """,
      preTokenizer: #"{"type":"ByteLevel","add_prefix_space":false,"trim_offsets":true}"#,
      postProcessor: """
        {"type":"RobertaProcessing","sep":["</s>",1],"cls":["<s>",0],"trim_offsets":true,
         "add_prefix_space":false}
        """,
      added: """
        [{"id":0,"content":"<s>","special":true},{"id":1,"content":"</s>","special":true},
         {"id":2,"content":"<mask>","special":true,"lstrip":true}]
        """)
  }
}
