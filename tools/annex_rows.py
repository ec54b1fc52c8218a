"""What stands in the annexes that tools/annexes.py makes: typical names and structure, illustrative points."""

from typing import Any

ROMAN_ROWS: list[tuple[Any, ...]] = [
    ("I", "CÔNG TÁC CHỈ ĐẠO, ĐIỀU HÀNH CẢI CÁCH HÀNH CHÍNH", 9, "", ""),
    (1, "Kế hoạch cải cách hành chính năm", 4, "", "Văn phòng HĐND và UBND"),
    ("1.1", "Ban hành kế hoạch cải cách hành chính", 1, "Kế hoạch được ban hành", "Văn phòng HĐND và UBND"),
    ("", "- Ban hành đúng thời hạn", 1, "", ""),
    ("", "- Ban hành sau thời hạn", "0,5", "", ""),
    ("", "- Không ban hành", 0, "", ""),
    ("1.2", "Mức độ hoàn thành kế hoạch", 3, "Báo cáo kết quả thực hiện kế hoạch", "Văn phòng HĐND và UBND"),
    ("", "Hoàn thành 100% kế hoạch: 3", "", "", ""),
    (
        "",
        "Hoàn thành từ 80% đến dưới 100% kế hoạch thì điểm đánh giá được tính theo công thức "
        "(Tỷ lệ % hoàn thành x điểm tối đa)/100%",
        "",
        "",
        "",
    ),
    ("", "Hoàn thành dưới 80% kế hoạch: 0", "", "", ""),
    (2, "Chế độ thông tin, báo cáo", 3, "", "Văn phòng HĐND và UBND"),
    ("2.1", "Báo cáo định kỳ", "1,5", "Các báo cáo đã gửi", "Văn phòng HĐND và UBND"),
    ("", "Đủ số lượng, đúng thời hạn: 1,5; Đủ số lượng, chậm thời hạn: 0,75; Không đủ số lượng: 0", "", "", ""),
    ("2.2", "Báo cáo chuyên đề, đột xuất", "1,5", "Các báo cáo đã gửi", "Văn phòng HĐND và UBND"),
    ("", "Mỗi báo cáo chậm trừ 0,25 điểm", "", "", ""),
    (3, "Sáng kiến trong cải cách hành chính", 2, "Quyết định công nhận", "Phòng Văn hóa - Xã hội"),
    ("", "Có từ 02 sáng kiến trở lên", 2, "", ""),
    ("", "Có 01 sáng kiến", 1, "", ""),
    ("", "Không có sáng kiến", 0, "", ""),
    ("II", "CẢI CÁCH THỦ TỤC HÀNH CHÍNH", 8, "", ""),
    (1, "Công khai thủ tục hành chính", 2, "", "Trung tâm Phục vụ hành chính công"),
    ("1.1", "Niêm yết tại trụ sở", 1, "Ảnh chụp bảng niêm yết", "Trung tâm Phục vụ hành chính công"),
    ("", "Đầy đủ, kịp thời: 1", "", "", ""),
    ("", "Chưa đầy đủ hoặc chưa kịp thời: 0,5", "", "", ""),
    ("", "Không niêm yết: 0", "", "", ""),
    ("1.2", "Công khai trên trang thông tin điện tử", 1, "Đường dẫn", "Phòng Văn hóa - Xã hội"),
    ("", "Đầy đủ: 1", "", "", ""),
    ("", "Không đầy đủ: 0", "", "", ""),
    (2, "Kết quả giải quyết hồ sơ", 6, "", "Trung tâm Phục vụ hành chính công"),
    ("2.1", "Tỷ lệ hồ sơ giải quyết đúng hạn", 4, "Số liệu trên hệ thống", "Trung tâm Phục vụ hành chính công"),
    ("", "Từ 98% trở lên", 4, "", ""),
    ("", "Từ 95% đến dưới 98%", 3, "", ""),
    ("", "Từ 90% đến dưới 95%", "1,5", "", ""),
    ("", "Dưới 90%", 0, "", ""),
    ("2.2", "Xin lỗi khi trễ hẹn", 2, "Văn bản xin lỗi", "Trung tâm Phục vụ hành chính công"),
    ("", "100% hồ sơ trễ hẹn có văn bản xin lỗi: 2", "", "", ""),
    ("", "Dưới 100%: 0", "", "", ""),
    ("III", "CHUYỂN ĐỔI SỐ", 3, "", ""),
    (1, "Hồ sơ trực tuyến", 3, "", "Phòng Văn hóa - Xã hội"),
    ("1.1", "Tỷ lệ hồ sơ nộp trực tuyến", 3, "Số liệu trên hệ thống", "Phòng Văn hóa - Xã hội"),
    ("", "Từ 80% trở lên: 3", "", "", ""),
    ("", "Từ 60% đến dưới 80%: 2", "", "", ""),
    ("", "Từ 40% đến dưới 60%: 1", "", "", ""),
    ("", "Dưới 40%: 0", "", "", ""),
    ("", "TỔNG CỘNG", 20, "", ""),
]

DOTTED_ROWS: list[tuple[str, str, str, str, str]] = [
    ("1", "CHỈ ĐẠO, ĐIỀU HÀNH", "5,5", "", ""),
    ("1.1", "Kế hoạch cải cách hành chính", "3", "", ""),
    (
        "1.1.1",
        "Ban hành kế hoạch",
        "1",
        "Ban hành trong quý I: 1\nBan hành sau quý I: 0,5\nKhông ban hành: 0",
        "Kế hoạch; Công văn triển khai",
    ),
    ("1.1.2", "Kết quả thực hiện kế hoạch", "2", "Từ 90% trở lên: 2\nTừ 70% - dưới 90%: 1\nDưới 70%: 0", "Báo cáo năm"),
    ("1.2", "Công tác tuyên truyền", "1,5", "Đủ các hình thức: 1,5\nThiếu mỗi hình thức trừ 0,5 điểm", "Tin, bài"),
    ("1.3", "Kiểm tra cải cách hành chính", "1", "", ""),
    ("a)", "Thực hiện kiểm tra theo kế hoạch", "0,5", "Có: 0,5; Không: 0", "Kết luận kiểm tra"),
    ("b)", "Xử lý vấn đề phát hiện qua kiểm tra", "0,5", "100%: 0,5; Dưới 100%: 0", "Báo cáo xử lý"),
    ("2", "CẢI CÁCH THỦ TỤC HÀNH CHÍNH", "4,5", "", ""),
    ("2.1", "Giải quyết hồ sơ", "3", "", ""),
    ("2.1.1", "Tỷ lệ hồ sơ đúng hạn", "2", "Tuyến tính từ 80 đến 100", "Số liệu của hệ thống thông tin"),
    ("2.1.2", "Giải quyết phản ánh, kiến nghị", "1", "Đúng thời hạn: 1\nKhông đúng thời hạn: 0", "Sổ theo dõi"),
    ("2.2", "Mức độ hài lòng (điều tra xã hội học)", "1,5", "Tỷ lệ hài lòng x điểm tối đa", "Kết quả điều tra"),
]

COLUMN_ROWS: list[tuple[str, list[tuple[str, list[tuple[str, float, str, str]]]]]] = [
    (
        "1. Xây dựng và tổ chức thực hiện văn bản",
        [
            (
                "1.1. Theo dõi thi hành pháp luật",
                [
                    (
                        "1.1.1. Ban hành kế hoạch",
                        1,
                        "Kịp thời: 1 điểm\nKhông kịp thời: 0,5 điểm\nKhông ban hành: 0 điểm",
                        "Tư pháp - Hộ tịch",
                    ),
                    (
                        "1.1.2. Xử lý kết quả theo dõi",
                        1.5,
                        "Từ 100%: 1,5\nTừ 80% đến dưới 100%: 0,75\nDưới 80%: 0",
                        "Tư pháp - Hộ tịch",
                    ),
                ],
            ),
            (
                "1.2. Rà soát văn bản",
                [
                    ("1.2.1. Rà soát theo kế hoạch", 1, "Có: 1; Không: 0", "Tư pháp - Hộ tịch"),
                    ("1.2.2. Xử lý kết quả rà soát", 0.5, "Xử lý hết: 0,5; Chưa xử lý hết: 0", "Tư pháp - Hộ tịch"),
                ],
            ),
        ],
    ),
    (
        "2. Tài chính công",
        [
            (
                "2.1. Thu, chi ngân sách",
                [
                    (
                        "2.1.1. Tỷ lệ giải ngân vốn đầu tư",
                        2,
                        ">= 95%: 2\n90% - < 95%: 1\n< 90%: 0",
                        "Tài chính - Kế toán",
                    ),
                    (
                        "2.1.2. Kiến nghị sau thanh tra chưa thực hiện",
                        1,
                        "Mỗi kiến nghị chưa thực hiện trừ 0,2 điểm",
                        "Tài chính - Kế toán",
                    ),
                ],
            )
        ],
    ),
]
