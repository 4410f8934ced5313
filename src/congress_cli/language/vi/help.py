"""Help, in Vietnamese."""

HELP = {
    "usage": "Cách dùng",
    "commands": "Lệnh",
    "arguments": "Tham số",
    "options": "Tùy chọn",
    "exit-codes": "Mã thoát",
    "exit-0": "đã xét xong; không có gì từ mức --fail-on trở lên",
    "exit-1": "có việc cần xử lý từ mức --fail-on trở lên; ở lệnh khác: có chỗ khác biệt hoặc cần xem lại",
    "exit-2": "lệnh gõ sai: không có lệnh, tùy chọn, đơn vị, tiêu chí, câu hoặc ngày như vậy",
    "exit-3": "dữ liệu hoặc bộ tiêu chí không đọc được, không ghi được tệp, hoặc không có gì khớp phần được chọn",
    "exit-4": "lỗi của chương trình",
    "exit-130": "bị ngắt bằng Ctrl+C",
    "exit-141": "bên nhận dữ liệu đã đóng, ví dụ khi chuyển tiếp sang head",
    "exit-143": "bị yêu cầu dừng từ bên ngoài",
    "congress": (
        "Đối chiếu việc chuẩn bị và tổ chức đại hội của từng đảng bộ với văn bản chỉ đạo: nơi nào đạt, nơi nào muộn, "
        "nơi nào sắp đến hạn, và vì sao."
    ),
    "congress+more": "Bắt đầu: congress check          Trợ giúp từng lệnh: congress check --help",
    "check": "Xét từng đơn vị theo từng câu của văn bản, tính đến hết một ngày, rồi in báo cáo.",
    "check+more": (
        "Ví dụ:\n"
        "  congress check                                   tình hình chung\n"
        "  congress check --as-of 14/8/2020                 tính đến hết một ngày khác\n"
        "  congress check --under HN-001 --all              một quận và các cơ sở\n"
        "  congress check --status overdue --status failed  chỉ việc quá hạn, không đạt\n"
        "  congress check --format docx -o bao-cao.docx     báo cáo Word; hoặc xlsx, ics\n"
        "  congress check --format json -o bao-cao.json     ghi báo cáo đầy đủ vào tệp"
    ),
    "render": "Chuyển một báo cáo JSON đã lưu sang dạng khác mà không xét lại.",
    "render.report": "tệp báo cáo do congress check --format json ghi ra, hoặc - để đọc từ đầu vào chuẩn",
    "merge": "Gộp báo cáo JSON của từng phần (mỗi phần gồm trọn các tỉnh, thành phố) thành báo cáo chung, không xét lại.",
    "merge.reports": "các báo cáo do congress check --format json ghi ra",
    "diff": "So hai báo cáo đã lưu, hoặc kết quả xét ở hai ngày: cái gì mới, xấu đi, đã xử lý, không đổi, ra khỏi diện xét.",
    "diff.old": "báo cáo JSON của kỳ trước, hoặc một ngày: 13/8/2020",
    "diff.new": "báo cáo JSON của kỳ này, hoặc một ngày: 20/8/2020",
    "diff.fail-on-new": "có việc cần xử lý mới hoặc nặng thêm thì mã thoát 1",
    "diff.format": "text để đọc, json để dùng tiếp",
    "history": "Xét, lưu báo cáo vào một thư mục, rồi cho xem diễn biến qua các kỳ.",
    "history.store": "thư mục lưu báo cáo, mỗi lần chạy một tệp, không sửa tệp cũ (mặc định: history)",
    "history.show": "chỉ xem diễn biến, không xét và không lưu",
    "history.format": "text để đọc, json để dùng tiếp",
    "digest": "Tóm tắt trong mười dòng để gửi thư: có gì thay đổi, tuần tới việc gì đến hạn, cần liên hệ nơi nào.",
    "digest.since": "báo cáo JSON của kỳ trước để so",
    "digest.store": "thư mục lưu báo cáo: so với báo cáo mới nhất trong đó, rồi lưu báo cáo lần này",
    "digest.eml": "ghi thành thư nháp (.eml) thay vì in ra",
    "digest.sender": "địa chỉ người gửi ghi trong thư nháp",
    "digest.to": "địa chỉ người nhận ghi trong thư nháp",
    "verify": "Xét lại từ các tệp mà báo cáo nêu tên để xác nhận báo cáo, hoặc chỉ ra chỗ khác.",
    "verify.report": "báo cáo JSON đã lưu",
    "verify.root": "thư mục chứa các tệp nêu trong báo cáo (mặc định: thư mục có data/units.yaml gần nhất)",
    "record": "Ghi một nội dung của một đơn vị vào sổ: ngày, số đã xong, danh mục hoặc số liệu; chỉ sửa đúng chỗ đó trong tệp.",
    "record.unit": "mã đơn vị, hoặc tên (không cần dấu; q., p., h., tx., tt., tp. cũng hiểu)",
    "record.fact": "mã nội dung, ví dụ congress.closed, hoặc tên của nó",
    "record.value": "giá trị: ngày 15/8/2020 (hoặc 8/2020, 12/8/2020-15/8/2020); số 3/5; danh mục +mục -mục hoặc cả danh mục; số liệu grdp-growth=7,5",
    "record.day": "số liệu, danh mục này tính đến ngày nào",
    "record.document": 'số, ký hiệu văn bản; chữ trống "" thì bỏ',
    "record.source": "nguồn tin",
    "record.recorded": "ngày vào sổ",
    "record.note": "ghi chú",
    "record.clear": "xóa nội dung này khỏi sổ",
    "record+more": (
        "Ví dụ:\n"
        "  congress record MAU-01 congress.closed 10/8/2020 --document 15-BC/QU\n"
        '  congress record "q. mau mot" complaints 3/5\n'
        "  congress record MAU-01 self-review.topics +working-rules -setting-example\n"
        "  congress record MAU-01 targets grdp-growth=7,5"
    ),
    "undo": "Hoàn tác lần ghi gần nhất (record, waive, unit …) theo nhật ký cạnh sổ theo dõi.",
    "undo.skip": "bỏ qua những lần ghi không hoàn tác được, hoàn tác lần trước đó",
    "journal": "Cho biết ai đã ghi gì vào sổ, lúc nào, đã hoàn tác hay chưa.",
    "journal.unit": "chỉ đơn vị này (mã hoặc tên; dùng được nhiều lần)",
    "journal.fact": "chỉ nội dung này (mã; dùng được nhiều lần)",
    "journal.since": "chỉ các lần ghi từ ngày này",
    "journal.by": "chỉ các lần ghi của cơ quan này",
    "journal.format": "text để đọc, json để xử lý tiếp",
    "waive": "Ghi việc miễn một tiêu chí cho một đơn vị vào waivers.yaml, theo văn bản cho phép.",
    "waive.unit": "mã hoặc tên đơn vị, mã đoàn công tác",
    "waive.rule": "mã tiêu chí",
    "waive.until": "ngày cuối còn được miễn",
    "waive.begins": "ngày đầu được miễn (mặc định: ngày đang xét)",
    "waive.document": "số, ký hiệu văn bản cho phép",
    "waive.reason": "lý do",
    "waive.authority": "nơi cho phép (mặc định: nơi ban hành văn bản chỉ đạo)",
    "unit": "Đơn vị mới, chuyển cấp trên, sáp nhập, kết thúc hoạt động.",
    "unit-add": "Thêm một đơn vị vào cuối tệp có các đơn vị cùng cấp trên với nó.",
    "unit-add.unit": "mã mới: chữ cái không dấu, chữ số, dấu gạch nối",
    "unit-add.name": "tên đầy đủ",
    "unit-add.level": "cấp theo bộ tiêu chí: city, upper, grassroots",
    "unit-add.type": "loại theo bộ tiêu chí, ví dụ phuong",
    "unit-add.code": "mã số chính thức",
    "unit-add.source": "căn cứ để biết đơn vị thuộc diện theo dõi",
    "unit-add.tag": "nhãn theo bộ tiêu chí (dùng được nhiều lần)",
    "unit-add.task-force": "mã đoàn công tác phụ trách",
    "unit-move": "Chuyển một đơn vị sang cấp trên khác.",
    "unit-merge": "Ghi việc sáp nhập một đơn vị vào đơn vị khác; các nội dung đã ghi được giữ lại.",
    "unit-merge.into": "đơn vị nhận sáp nhập",
    "unit-close": "Ghi việc một đơn vị kết thúc hoạt động; các nội dung đã ghi được giữ lại.",
    "explain": "Nêu căn cứ của một kết luận: câu của văn bản, cách tính ngày cuối, thông tin đã ghi và dòng trong sổ.",
    "explain.unit": "mã hoặc tên đơn vị, hoặc mã đoàn công tác",
    "explain.rule": "mã tiêu chí; bỏ trống thì liệt kê mọi tiêu chí của đơn vị, kém nhất trước",
    "explain.format": "text để đọc, json để dùng tiếp",
    "find": "Tìm đơn vị theo mã hoặc tên, không cần dấu; viết tắt được: q., h., tx., p., x., tt., tp.",
    "find.words": "mã, tên hoặc một phần của tên, ví dụ: q. hoan kiem",
    "find.format": "text để đọc, json để dùng tiếp",
    "show": "Xem một đơn vị: vị trí, nội dung đã ghi, kết quả xét, các ngày sắp tới.",
    "show.words": "mã hoặc tên đơn vị, hoặc mã đoàn công tác; tên trùng nhau thì nêu ra để chọn",
    "show.format": "text để đọc, json để dùng tiếp",
    "tree": "Vẽ cây đơn vị, mỗi nhánh kèm số kết quả theo tình trạng.",
    "tree.words": "vẽ từ đơn vị này trở xuống: mã hoặc tên (bỏ trống: từ trên cùng)",
    "tree.format": "text để đọc, json để dùng tiếp",
    "tree.depth": "số cấp bên dưới được vẽ (mặc định: 1)",
    "tree.unfolded": "vẽ mọi cấp",
    "facts": "Các nội dung theo dõi: loại, nghĩa, các mục, ghi cho ai, tiêu chí nào dùng đến.",
    "facts.fact": "mã một nội dung, để xem đầy đủ",
    "facts.format": "text để đọc, json để dùng tiếp",
    "clauses": "Bảng đối chiếu từng câu của văn bản: ai thực hiện, mức độ, tiêu chí nào xét.",
    "clauses.stats": "chỉ nêu độ bao phủ; còn chỗ hở thì mã thoát 1",
    "clauses.text": "so với văn bản ở tệp này; có câu thay đổi, thiếu hoặc mới thì mã thoát 1",
    "clauses.format": "text để đọc, json để dùng tiếp",
    "rules": "Bộ tiêu chí: xem, soạn tài liệu, kiểm tra mâu thuẫn và thử các ví dụ.",
    "rules-list": "Liệt kê các tiêu chí.",
    "rules-show": "Xem một tiêu chí: căn cứ, đối tượng, cách xét, thời hạn, ví dụ.",
    "rules-show.rule": "mã tiêu chí",
    "rules-docs": "Soạn trang tài liệu của cả bộ tiêu chí (docs/rules.md).",
    "rules-docs.output": "ghi vào tệp này",
    "rules-docs.compare": "so với tệp này; không khớp thì mã thoát 1",
    "rules-lint": "Tìm mâu thuẫn trong bộ tiêu chí mà không cần dữ liệu; có mâu thuẫn thì mã thoát 1.",
    "rules-test": "Chạy các ví dụ trong từng tiêu chí; có ví dụ sai hoặc thiếu thì mã thoát 1.",
    "rules-mutate": "Thay đổi thử từng ngày, từng số, từng dòng xem ví dụ có phát hiện không; có chỗ lọt thì mã thoát 1.",
    "schema": "In lược đồ JSON Schema của một loại tệp.",
    "schema.name": "loại tệp: units, rules, waivers hoặc report",
    "schema.output": "ghi vào tệp này",
    "validate": "Kiểm tra riêng dữ liệu: cú pháp, mã, cấp trên, loại đơn vị, ngày tháng; nêu cả chỗ khác thường.",
    "completion": "In đoạn lệnh để phím Tab điền nốt lệnh, tùy chọn, mã đơn vị, nội dung và tiêu chí.",
    "completion.shell": "chương trình dòng lệnh đang dùng: bash, zsh, fish hoặc powershell",
    "completion+more": (
        "Cài một lần, rồi mở cửa sổ dòng lệnh mới:\n"
        "  bash: thêm vào ~/.bashrc\n"
        '      eval "$(congress completion bash)"\n'
        "  zsh: thêm vào ~/.zshrc, sau dòng compinit\n"
        '      eval "$(congress completion zsh)"\n'
        "  fish: ghi thành tệp\n"
        "      congress completion fish > ~/.config/fish/completions/congress.fish\n"
        "  powershell: thêm vào tệp $PROFILE\n"
        "      congress completion powershell | Out-String | Invoke-Expression"
    ),
    "doctor": "Kiểm tra nơi chạy: Python, thư viện, bảng mã, màu, bề rộng, ngôn ngữ, các tệp; có gì cản trở thì mã thoát 1.",
    "doctor.format": "text để đọc, json để dùng tiếp",
    "init": "Tạo thư mục làm việc: bộ tiêu chí, sổ theo dõi và lược đồ.",
    "init.folder": "thư mục sẽ được tạo",
    "init.empty": "sổ chỉ có danh sách đơn vị, không có nội dung đã ghi, không chốt số liệu",
    "export": "Xuất phiếu để điền: mỗi đơn vị một dòng, mỗi nội dung theo dõi một cột, kèm những gì đã ghi trong sổ.",
    "export+more": (
        "Ví dụ:\n"
        "  congress export -o phieu.xlsx                    mọi đơn vị, mọi nội dung\n"
        "  congress export --under HN-001 -o phieu.xlsx     phiếu riêng của một quận\n"
        "  congress export --fact congress.closed -o a.csv  chỉ ngày bế mạc, dạng CSV"
    ),
    "export.unit": "chỉ lấy đơn vị này (dùng được nhiều lần)",
    "export.under": "chỉ lấy đơn vị này và mọi đơn vị bên dưới (dùng được nhiều lần)",
    "export.rule": "chỉ lấy nội dung mà tiêu chí này hỏi (dùng được nhiều lần)",
    "export.owner": "chỉ lấy nội dung thuộc việc của: grassroots, upper, city, task-force (dùng được nhiều lần)",
    "export.fact": "chỉ lấy nội dung này (dùng được nhiều lần)",
    "export.format": "xlsx hoặc csv (mặc định: theo đuôi tệp, không rõ thì xlsx)",
    "export.output": "ghi phiếu vào tệp này",
    "export.force": "ghi đè tệp đã có, kể cả khi có thể là phiếu đã điền",
    "import": "Đọc phiếu đã điền (.xlsx, .csv), nêu từng ô thêm, sửa, xóa, không nhận và vì sao. Chỉ ghi vào sổ khi có --apply.",
    "import+more": (
        "Ví dụ:\n"
        "  congress import phieu.xlsx           xem trước, chưa ghi gì\n"
        "  congress import phieu.xlsx --apply   ghi tất cả hoặc không ghi gì"
    ),
    "import.file": "phiếu đã điền",
    "import.apply": "ghi vào sổ theo dõi",
    "option.as-of": "ngày cần xét, tính đến hết ngày đó: 14/8/2020 hoặc 2020-08-14 (mặc định: ngày chốt của sổ, rồi hôm nay)",
    "option.units": "sổ theo dõi: một tệp, một thư mục, hoặc - để đọc từ đầu vào chuẩn",
    "option.rules": "bộ tiêu chí (mặc định: data/rules.yaml, không có thì dùng bộ kèm theo chương trình)",
    "check.unit": "chỉ xét đơn vị này, ghi mã hoặc tên (dùng được nhiều lần)",
    "check.under": "chỉ xét đơn vị này, ghi mã hoặc tên, và mọi đơn vị bên dưới (dùng được nhiều lần)",
    "check.rule": "chỉ xét tiêu chí này (dùng được nhiều lần)",
    "check.clause": "chỉ xét câu này, ví dụ 5.1b, 5.1 hoặc cả đoạn 5 (dùng được nhiều lần)",
    "check.owner": "chỉ xét việc của: grassroots, upper, city, task-force (dùng được nhiều lần)",
    "check.status": "chỉ hiện kết quả có tình trạng này; tổng số và mã thoát vẫn tính đủ (dùng được nhiều lần)",
    "option.unfolded": "không rút gọn danh sách nào",
    "check.fail-on": "trả mã thoát 1 từ mức này: never, violation (bắt buộc), warning (cần lưu ý), unknown (chưa rõ)",
    "option.waivers": "tệp cho phép miễn (mặc định: waivers.yaml cạnh sổ theo dõi)",
    "option.no-cache": "không còn dùng, không có tác dụng gì: lần nào cũng kiểm tra lại từ đầu",
    "option.no-waivers": "không tính các trường hợp được miễn",
    "option.format": (
        "dạng báo cáo: {formats:list}; thêm =TỆP để ghi vào tệp, dùng được nhiều lần "
        "(mặc định: bảng trên màn hình, từng dòng khi chuyển tiếp)"
    ),
    "option.output": "ghi báo cáo vào tệp này thay vì in ra; dạng báo cáo theo đuôi tệp nếu không nêu --format",
    "check.baseline": "chỉ hiện và chỉ tính những gì mới so với báo cáo JSON đã lưu này",
    "option.group-by": "xếp việc cần làm theo: tiêu chí, cấp trên, đơn vị thực hiện, đoàn công tác",
    "option.dry-run": "chỉ xem thử, không ghi gì",
    "option.by": "cơ quan, bộ phận ghi (không ghi tên người)",
    "option.unit": "mã hoặc tên đơn vị",
    "option.parent": "cấp trên: mã hoặc tên đơn vị",
    "option.day": "từ ngày nào",
    "option.document": "số, ký hiệu văn bản",
    "option.source": "nguồn tin",
    "option.note": "ghi chú",
    "option.lang": "ngôn ngữ: vi hoặc en",
    "option.color": "màu: auto, always, never",
    "option.width": "số cột của bảng",
    "option.quiet": "in ít nhất có thể",
    "option.verbose": "in thêm nội dung đã ghi làm minh chứng và dòng trong sổ",
    "option.debug": "in chi tiết khi chương trình có lỗi",
    "option.help": "in phần trợ giúp này",
    "option.version": "in phiên bản",
}
